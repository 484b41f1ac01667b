"""Questions to the user about what the export leaves unknown, the one about the most items first."""

from scanner.interview.question import Prompter, Question
from scanner.interview.questions import Topics, open_questions, topics
from scanner.interview.session import as_template, run_interview

__all__ = ["Prompter", "Question", "Topics", "as_template", "open_questions", "run_interview", "topics"]
