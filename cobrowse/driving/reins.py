"""Who drives: one participant at a time, and a number that rises with every change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Reins:
    """Decides whether an input counts; `stale` tells how many did not."""

    driver: str | None = None
    epoch: int = 0
    stale: int = 0

    def give(self, driver: str | None, epoch: int) -> bool:
        """Another driver, or none. False for an older epoch than the present one: that news came late."""
        if epoch < self.epoch:
            return False
        self.driver, self.epoch = driver, epoch
        return True

    def allows(self, participant_id: str, epoch: int) -> bool:
        """Whether an input of this participant, sent under this epoch, may reach the page."""
        if self.driver == participant_id and self.epoch == epoch:
            return True
        self.stale += 1
        return False
