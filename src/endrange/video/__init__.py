"""Files become upright frames with exact times, and frames become H.264."""
