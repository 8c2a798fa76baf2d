"""What moved, what was given and what is due in one stay, and who of the caseload comes first.

`change` compares scores, `progress` judges objectives, `dose` holds what was promised against what was given, `due`
looks ahead, `stay` puts them together and `caseload` orders the stays; `answering` puts an action to its alert.
"""
