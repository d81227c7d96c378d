"""Short texts by demo pairs, invented and without names."""

from __future__ import annotations

from typing import Final

#: The one sentence of a pair, by module.
SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    "01-setting-out": (
        "We both need to know the day before what we will talk about.",
        "One of us needs breaks, and the other one needs a clear end.",
        "We work best by phone, and once a month in a quiet room.",
    ),
    "02-a-new-relationship": (
        "Most things near us are decided before anybody is asked.",
        "We had put the same decision on two rungs, and both of us had a reason.",
        "People are asked about the leaflet, but not about the budget.",
    ),
    "03-why-pairs": (
        "One of us sees the waiting room, the other one sees the list behind it.",
        "Together we see where people get lost between two services.",
        "The letters make sense to the one who writes them, and to nobody else.",
    ),
    "04-what-gets-in-the-way": (
        "We lose weeks because nobody owns the meeting.",
        "We say “no time” when we mean that we may not decide.",
        "Our diaries are full, and nobody pays for one of the two.",
    ),
    "05-debate-and-dialogue": (
        "We listen better when nobody takes notes.",
        "When it matters, one of us speaks faster and the other one stops.",
        "We ask more than we did, and we still like to win.",
    ),
    "06-difficult-conversations": (
        "It is hard to say “I do not know” in front of a team.",
        "We both put off the same talk, for two different reasons.",
        "What we took for anger was fear that the group would end.",
    ),
    "07-our-local-challenge": (
        "Small tests taught us more than the plan did.",
        "The number moved after we changed who makes the first call.",
        "Our points go up and down, and now we know why.",
    ),
    "08-next-steps": (
        "We are two people who can disagree and go on.",
        "We will meet each month, also when nothing is wrong.",
        "What we learned is to ask first and to plan second.",
    ),
}

CHALLENGES: Final = (
    "People wait for weeks after a fall, and nobody tells them what for.",
    "Young carers are not asked anything until something goes wrong.",
    "Going home from hospital on a Friday leaves people alone until Monday.",
    "People who do not read well get five letters and no call.",
    "Half of those who are invited to the lung group never come back.",
    "Nobody asks people with pain what they want to be able to do.",
)

#: Cards for other pairs, as the boxes of the item ``network-card``.
CARDS: Final[tuple[dict[str, str], ...]] = (
    {
        "who": "A carer and a community nurse, in a small town",
        "work": "Going home from hospital at the end of a week",
        "offer": "A one-page list that people take home, and how we tried it out",
        "ask": "How do you reach people who live alone?",
    },
    {
        "who": "A patient leader and a physiotherapist",
        "work": "Fewer people who stop coming to the lung group",
        "offer": "What people told us about the first visit",
        "ask": "Have you ever let people choose the time of the group?",
    },
    {
        "who": "A community organiser and a practice manager, in a city",
        "work": "Letters that people can read",
        "offer": "Twelve letters, before and after",
        "ask": "Who had to say yes where you are, and how did you ask them?",
    },
    {
        "who": "Somebody who lives with pain, and a family doctor",
        "work": "Asking first what a person wants to be able to do",
        "offer": "Three questions that fit on a card",
        "ask": "How do you keep such a question alive on a busy day?",
    },
    {
        "who": "A young carer and a school nurse",
        "work": "Being asked early, and not when it is too late",
        "offer": "A talk in two parts, for a class and for its teachers",
        "ask": "How do you pay a young person for their hours?",
    },
)

#: Letters to the next pair, as the box of the item ``letter``.
LETTERS: Final[tuple[dict[str, str], ...]] = (
    {
        "letter": (
            "At the start we were polite, and nothing moved. Then one of us passed on a question, "
            "and the other one did not ask why. After that we could talk. Take the ten minutes, "
            "also when you think that you know each other."
        )
    },
    {
        "letter": (
            "You will want to begin with the plan. Begin with each other. We wrote our aim four "
            "times, and the fourth one was shorter than all the others."
        )
    },
    {
        "letter": (
            "We lost a month in the middle, because one of us was not well. Nothing broke. We had "
            "said before what we would do then, and we did that. Say it early."
        )
    },
    {
        "letter": (
            "Our points did not go up for seven weeks. It felt like failing. Then we saw that we "
            "had counted the wrong thing. Count something that a person would notice."
        )
    },
)
