"""What is asked of the user: built from what an export leaves open, the biggest share first."""

from scanner.interview.question import Prompter, Question
from scanner.interview.questions import Topics, open_questions, topics
from scanner.interview.session import as_template, run_interview

__all__ = ["Prompter", "Question", "Topics", "as_template", "open_questions", "run_interview", "topics"]
