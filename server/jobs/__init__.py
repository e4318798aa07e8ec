"""Durable work: what has to happen although nobody waits for it, whatever dies meanwhile.

One table, on the same database as everything else. A row is a promise, made in the transaction of its cause:

    await jobs.put(rows, organisation_id, "remind_appointment", appointment_id, run_at=start - hour)
    ...
    jobs.wake()                                         # after the commit; without it the work begins seconds later

Whichever process takes its lease does it, and the row goes. A process that dies loses the lease, and another does it
anew: so a worker asks, in the transaction in which it acts, whether it was done already. A worker returns None when
it is done, or the time at which it is to be asked again; it raises Later(code) to be tried again after a pause.
"""

from server.jobs.work import Job, Jobs, Later, promise, take_back

__all__ = ["Job", "Jobs", "Later", "promise", "take_back"]
