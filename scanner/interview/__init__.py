"""What is asked of the user: built from what an export leaves open, the biggest share first."""

from scanner.interview.question import Asker, Question
from scanner.interview.questions import Topics, open_questions, topics
from scanner.interview.session import hold, outline

__all__ = ["Asker", "Question", "Topics", "hold", "open_questions", "outline", "topics"]
