"""How the teams say no."""

from server.web import Refusal

TEAM_MISSING = Refusal(404, "team_missing", "There is no such team, or not any more.")
TEAM_OF_ALL = Refusal(409, "team_of_all", "This is the team of everybody: it stays, and everybody stays in it.")
TEAM_TAKEN = Refusal(409, "team_taken", "There is a team with this name already.")
TOO_MANY_TEAMS = Refusal(409, "too_many_teams", "This office has as many teams as it can have.")
NOT_A_COLLEAGUE = Refusal(422, "not_a_colleague", "Only people of this office can be in a team.")
