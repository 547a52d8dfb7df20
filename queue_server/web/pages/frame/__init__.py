"""The frame all pages stand in: who looks, in which language, and what is sent."""
