"""Every code with which a command, signal or connection is refused, and what it says in English."""

from typing import Literal, get_args

Code = Literal[
    # Of the rules.
    "already_signed",
    "chat_off",
    "empty_message",
    "empty_name",
    "needs_no_permission",
    "no_input_rights",
    "no_page",
    "no_signing",
    "not_a_colleague",
    "not_allowed",
    "not_inside",
    "not_your_turn",
    "nothing_asked",
    "nothing_shared",
    "page_blurred",
    "removed",
    "session_ended",
    "session_full",
    "signing_now",
    "someone_shares",
    "unknown_file",
    "unknown_page",
    "unknown_participant",
    "unknown_session",
    "unknown_signer",
    "waiting_in_lobby",
    # Of the edges.
    "bad_message",
    "busy",
    "internal",
    "slow_down",
    "ticket_unknown",
]

CODES: dict[Code, str] = {
    "already_signed": "This person has signed already.",
    "chat_off": "The chat is switched off.",
    "empty_message": "There is nothing in this message.",
    "empty_name": "A name needs at least one visible character.",
    "needs_no_permission": "The host and co-hosts need no permission for this.",
    "no_input_rights": "Pointing, clicking and typing need input rights.",
    "no_page": "No web page is on the stage now.",
    "no_signing": "No document is being signed now.",
    "not_a_colleague": "Only a colleague of the same office can become co-host.",
    "not_allowed": "You may not do this in this session.",
    "not_inside": "You are not inside this session.",
    "not_your_turn": "It is not your turn to sign.",
    "nothing_asked": "Nobody has asked for this.",
    "nothing_shared": "Nothing is on the stage now.",
    "page_blurred": "The web page is blurred; wait until it is sharp again.",
    "removed": "You were taken out of this session.",
    "session_ended": "This session has ended.",
    "session_full": "This session is full.",
    "signing_now": "A document is being signed now; finish or stop that first.",
    "someone_shares": "Somebody else is sharing a screen.",
    "unknown_file": "There is no such file in this session.",
    "unknown_page": "The document has no such page.",
    "unknown_participant": "There is no such participant in this session.",
    "unknown_session": "There is no such session.",
    "unknown_signer": "There is no such signer of this document.",
    "waiting_in_lobby": "You have to be let in first.",
    "bad_message": "This message cannot be read.",
    "busy": "The service is busy; try again in a moment.",
    "internal": "Something went wrong on our side.",
    "slow_down": "Too much at once; wait a moment.",
    "ticket_unknown": "This ticket is not valid, or no longer.",
}

EDGE_CODES: tuple[Code, ...] = ("bad_message", "busy", "internal", "slow_down", "ticket_unknown")
"""Given by the lanes themselves, not by decide() or may_send()."""

ALL: tuple[Code, ...] = get_args(Code)

_ANY: tuple[Code, ...] = ("not_inside", "session_ended", "waiting_in_lobby")
"""Every command of a participant can meet these."""

BY_COMMAND: dict[str, tuple[Code, ...]] = {
    "admit": ("not_allowed", "unknown_participant"),
    "turn_away": ("not_allowed", "unknown_participant"),
    "rename": ("empty_name", "not_allowed", "unknown_participant"),
    "mute": ("not_allowed", "unknown_participant"),
    "ask_to_unmute": ("not_allowed", "unknown_participant"),
    "remove": ("not_allowed", "unknown_participant"),
    "make_cohost": ("not_a_colleague", "not_allowed", "unknown_participant"),
    "end_cohost": ("not_allowed", "unknown_participant"),
    "grant_input": ("needs_no_permission", "not_allowed", "unknown_participant"),
    "revoke_input": ("not_allowed", "unknown_participant"),
    "set_laser": ("not_allowed",),
    "ask_share": ("not_allowed", "unknown_participant"),
    "request_share": ("needs_no_permission",),
    "answer_share": ("not_allowed", "nothing_asked", "unknown_participant"),
    "start_share": ("not_allowed", "signing_now", "someone_shares"),
    "stop_share": ("not_allowed",),
    "set_blur": ("not_allowed", "nothing_shared"),
    "confirm_blur": ("not_allowed", "nothing_shared"),
    "set_chat": ("not_allowed",),
    "send_chat": ("chat_off", "empty_message"),
    "share_file": ("not_allowed", "unknown_file", "unknown_participant"),
    "withdraw_file": ("not_allowed", "signing_now", "unknown_file"),
    "show_document": ("not_allowed", "signing_now", "unknown_file", "unknown_page"),
    "turn_page": ("not_allowed", "nothing_shared", "unknown_page"),
    "close_document": ("not_allowed", "signing_now"),
    "take_page": ("no_input_rights", "no_page", "page_blurred"),
    "release_page": (),
    "close_page": ("not_allowed",),
    "set_stage": ("not_allowed", "nothing_shared", "signing_now"),
    "set_signing_step": ("no_signing", "not_allowed", "not_your_turn", "unknown_signer"),
    "move_signer": ("already_signed", "no_signing", "not_allowed", "unknown_participant", "unknown_signer"),
    "set_lobby": ("not_allowed",),
    "set_media": (),
    "leave": (),
    "end_session": ("not_allowed",),
}
"""What each command can be refused with besides; a property test holds this against decide()."""

BY_SIGNAL: dict[str, tuple[Code, ...]] = {
    "describe": ("not_inside", "unknown_participant"),
    "candidate": ("not_inside", "unknown_participant"),
    "typing": ("chat_off", "not_inside"),
    "quality": ("not_inside",),
    "pointer": ("no_input_rights", "not_inside", "nothing_shared"),
}


def refusals_of(command: str) -> tuple[Code, ...]:
    """All codes that a participant's command, by its wire name, can be answered with by decide()."""
    # Who waits in the lobby may go away again, and nothing else.
    general = tuple(code for code in _ANY if not (command == "leave" and code == "waiting_in_lobby"))
    return tuple(sorted((*general, *BY_COMMAND[command])))
