"""Incidents and claims in, what to look at out: values that disagree, policies, situations."""
