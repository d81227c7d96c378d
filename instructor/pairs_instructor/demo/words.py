"""Invented texts by the people in the live demo cohort.

``ALONE`` has a person's own texts by sign-in name and question. ``TOGETHER`` has what a pair agreed
on, by its label and question; a number there is a day of the cohort, counted from 0. ``POINTS`` has
a pair's counts, one for each module from the first that asks for them. ``ABOUT`` has the
facilitator's texts for "Before you begin".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Boxes = Mapping[str, str | int]

ABOUT: Final[Mapping[str, str]] = {
    "who-runs-it": (
        "This is a demo, so nobody runs it. In a real course it could say: “I work for the "
        "community trust, and the hospital pays for the course. I manage nobody in a pair.”"
    ),
    "days": (
        "In a real course: “Five Tuesdays, 10 to 3.30, in the library, with a quiet room and "
        "lunch. You can join by video. Tell me if a day does not suit you.”"
    ),
    "pay": (
        "In a real course: “We pay patient leaders for each day, and for travel and care. Bring "
        "your receipts, or ask me to book it for you, so that you do not have to pay first.”"
    ),
}

ALONE: Final[Mapping[str, Mapping[str, str]]] = {
    "pair2-patient": {
        "N5": "I cough when I talk for long. Please do not hurry me, it passes.",
    },
    "pair2-professional": {
        "N5": "On clinic days my head is full until four. After that I listen much better.",
    },
    "pair3-patient": {
        "N5": "I do not hear well in a loud room. Please sit where I can see your face.",
        "P2-plan": "Monday came and we did call. It was the best of my week.",
        "R3": "Neighbours. They see who has no light on, and nobody asks them.",
        "L4": "Two of us who went home on a Friday would read the leaving letter first.",
        "P3-plan": "The date moved, so we asked twice. Now we have two seats.",
    },
    "pair3-professional": {
        "N5": "I say yes too fast. Ask me again the next day what I can really do.",
        "P2-plan": "We did it twice and forgot once. I was the one who forgot, and I said so.",
        "R3": "The people who drive the patients home. They hear what nobody tells us.",
        "L4": "We would show the plan for weekends to five families before it is signed.",
    },
    "pair4-patient": {
        "N5": "Some weeks I am not well and I will not write back. It is never because of you.",
    },
    "pair4-professional": {
        "N5": "I am new to this, and I would like to learn how you want to be asked.",
    },
    "pair5-patient": {
        "N5": "I bring my daughter when there is much to read. She keeps it to herself.",
    },
    "pair6-patient": {
        "N5": "Long letters tire me. Tell me first, and send the paper after.",
        "P2-plan": "It worked the first time. The second time I had a bad night, and we moved it.",
        "R3": "People who left school early. They are good at saying what a letter really says.",
        "L4": "Three people who got a letter would help to write the next one.",
        "P3-plan": "We asked for two seats and got one. We took turns, and that was fine.",
        "V7": "How quiet the front room gets when the post comes.",
        "P4-plan": "We added the point each Friday but one. I liked that it was so quick.",
        "P5-plan": "We had nine minutes. Two were for “How are you?”, and it helped.",
        "P6-plan": "I said “but” and my partner asked what I saw. I laughed, and then I told it.",
        "H2": "One of us wants it right, the other one wants it sent. A good letter needs both.",
        "P7-plan": "I went quiet, and I was asked. Then it was over in a minute.",
        "R4": "People say hello again at the desk. That is in no number of ours.",
        "P8-plan": "We wrote five letters on Tuesday. Four people called back.",
        "next-do-more": "Ask us at the start, when nothing is written yet, and pay for the bus.",
        "next-missing": "We only ever met people who open their post.",
    },
    "pair6-professional": {
        "N5": "I am calm on the outside. If I say little, I am thinking and not cross.",
        "P2-plan": "It came up on Monday and we did it. It was in my diary.",
        "R3": "The people at the front desk. They explain our letters all day.",
        "L4": "The letter group would have two patients in it, and they would have a vote.",
        "P3-plan": "We got one seat and not two. I had hoped for more, and said so.",
        "V7": "How many people have to sign before one word in a letter can change.",
        "P4-plan": "It went well. Once the number went up, and we did not hide it.",
        "P5-plan": "Ten minutes were enough. I was surprised how much we got done.",
        "P6-plan": "I caught myself twice. Asking is slower, and it saved us a whole meeting.",
        "H2": "My partner sees at once who will be lost. I see who has to agree.",
        "P7-plan": "We used the question once. I was glad that we had agreed on it before.",
        "R4": "The calls are shorter, and people sound less ashamed when they ask.",
        "P8-plan": "The clinic opened late, so we wrote two letters. Still, we learned a lot.",
        "next-do-more": "Each team should write one letter a year with the people who get it.",
        "next-missing": "We always meet in my office. I never asked what that does to us.",
    },
}

TOGETHER: Final[Mapping[str, Mapping[str, Boxes]]] = {
    "pair2": {
        "sentence-01": {"sentence": "One of us needs breaks, and the other one needs a clear end."},
        "agreement-rules": {"rules": "We let each other finish. What is said here stays here."},
        "agreement-passing": {"passing": "“Pass” is enough. We take a sip of tea and go on."},
        "agreement-time": {
            "meet": "Every second Thursday at four, by phone, for forty minutes.",
            "change": "A short message is enough. We take the next Thursday.",
        },
        "agreement-needs": {
            "leader": "Breaks, and nobody who hurries me when I cough.",
            "professional": "A time at which we really stop.",
        },
        "challenge": {
            "sentence": "Half of those who are invited to the lung group never come back."
        },
        "plan-01": {
            "if": "it is Thursday at four",
            "then": "begin with one minute for how we are.",
        },
    },
    "pair3": {
        "sentence-01": {"sentence": "We both need to know the day before what we will talk about."},
        "agreement-rules": {"rules": "We ask before we advise. We both may say “I do not know”."},
        "agreement-passing": {"passing": "We stop, and nobody asks why. We may come back to it."},
        "agreement-time": {
            "meet": "Mondays at ten in the library, for an hour. There is a quiet corner.",
            "change": "We call, and look for a new day in the same week.",
        },
        "agreement-needs": {
            "leader": "A quiet place, where I see the face of the other one.",
            "professional": "To be asked again before my yes counts.",
        },
        "challenge": {
            "sentence": "Going home from hospital on a Friday leaves people alone until Monday."
        },
        "plan-01": {"if": "it is Monday at nine", "then": "call each other for ten minutes."},
        "sentence-02": {
            "sentence": "People are asked about the leaflet, but not about the budget."
        },
        "decisions": {
            "first": "Who calls people on the Saturday after they went home.",
            "second": "What stands in the leaving letter.",
            "third": "When the pharmacy closes on Fridays.",
        },
        "plan-02": {
            "if": "the next planning meeting gets its date",
            "then": "ask for two seats at the table.",
        },
    },
    "pair6": {
        "sentence-01": {"sentence": "We work best by phone, and once a month in a quiet room."},
        "agreement-rules": {"rules": "Plain words from both of us. We say it when we are lost."},
        "agreement-passing": {"passing": "We say “fine”, and mean it. We go on with the next one."},
        "agreement-time": {
            "meet": "Fridays at two by phone, for half an hour. Once a month face to face.",
            "change": "We move it, and we do not say sorry three times.",
        },
        "agreement-needs": {
            "leader": "To hear things first, and to get the paper after.",
            "professional": "A little time to think before I answer.",
        },
        "challenge": {"sentence": "People who do not read well get five letters and no call."},
        "plan-01": {"if": "a letter goes out", "then": "read it to each other by phone."},
        "sentence-02": {"sentence": "Most things near us are decided before anybody is asked."},
        "decisions": {
            "first": "How many letters a person gets.",
            "second": "Who may change the words in them.",
            "third": "Whether somebody calls before the third one.",
        },
        "plan-02": {"if": "the letter group meets", "then": "ask for two seats."},
        "sentence-03": {
            "sentence": "The letters make sense to the one who writes them, and to nobody else."
        },
        "aim": {
            "aim": "Fewer people have to ask at the desk what a letter means.",
            "number": "3",
            "by": 120,
        },
        "measure": {
            "what": "How many of ten people ask at the desk what their letter means.",
            "how-often": "Each Friday. The front desk makes a mark on a sheet.",
        },
        "ask-03": {
            "first": "Who never opens your letters?",
            "second": "What did you stop doing, so that you had time for this?",
        },
        "plan-03": {"if": "it is Friday at two", "then": "add the point before we talk."},
        "sentence-04": {"sentence": "We lose weeks because nobody owns the letters."},
        "must-say-yes": {
            "who": "The practice manager",
            "message": "May we try one new letter with twenty people?",
        },
        "may-lose": {
            "who": "The front desk, who know the old letters by heart",
            "message": "What would make your day easier? May we sit with you for a morning?",
        },
        "plan-04": {"if": "we have only ten minutes", "then": "give two of them to “How are you?”"},
        "sentence-05": {"sentence": "We ask more than we did, and we still like to win."},
        "plan-05": {"if": "one of us says “but”", "then": "ask: “What do you see?”"},
        "sentence-06": {"sentence": "It is hard to say “I do not know” in front of a team."},
        "plan-06": {"if": "one of us goes quiet", "then": "ask if something is hard to say."},
        "sentence-07": {"sentence": "The number moved when we read each letter aloud first."},
        "ask-07": {
            "first": "What did you expect, and what did you see?",
            "second": "What would you leave out, if you began again?",
        },
        "plan-07": {
            "if": "the clinic opens on Tuesday",
            "then": "write the number on five letters.",
        },
        "sentence-08": {"sentence": "We are two people who can disagree and go on."},
        "commitments": {
            "leader": "I read each new letter aloud before it goes out.",
            "professional": "I keep one hour a month free for this, in my diary.",
            "ours": "We show what we learned to two other practices.",
            "look": 150,
        },
        "network-card": {
            "who": "A community organiser and a practice manager, in a city",
            "work": "Letters that people can read",
            "offer": "Twelve letters, before and after",
            "ask": "Who had to say yes where you are, and how did you ask them?",
        },
        "plan-08": {"if": "it is the first Friday of the month", "then": "add a point and talk."},
    },
}

POINTS: Final[Mapping[str, tuple[int, ...]]] = {"pair6": (8, 9, 7, 7, 5, 4)}
