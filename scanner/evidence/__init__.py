"""What the rules look at, as `fact_*` columns: the account, the calendar, the user, the Graph API."""
