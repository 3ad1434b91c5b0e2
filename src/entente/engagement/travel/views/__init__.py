"""Pages about travel: the quarter, proposals, worksheets, trips, reports."""
