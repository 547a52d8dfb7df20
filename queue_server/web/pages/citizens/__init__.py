"""What citizens see: their number, the boards, the rating tablet, the posted procedures."""
