"""The published output: selection, checks, rendering. So far reports of audits: ``audit_sheet`` lays an audited article out,
``audit_marks`` gives each finding its sign, ``comparing`` sets two wordings beside each other, ``audit_report`` writes the page.
"""
