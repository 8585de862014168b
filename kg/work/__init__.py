"""The pieces that the jobs are made of: rules, shapes, questions, names, guards."""
