"""Tools with no table and no domain word: workflow, policy, two languages, sheets, registers, days, drawing."""
