"""The pages: plain, readable, working without script and without internet."""
