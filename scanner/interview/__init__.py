"""What is asked of the user: built from what an export leaves open, the biggest share first."""

from scanner.interview.holding import hold, outline
from scanner.interview.question import Asker, Question
from scanner.interview.questions import Topics, open_questions, topics

__all__ = ["Asker", "Question", "Topics", "hold", "open_questions", "outline", "topics"]
