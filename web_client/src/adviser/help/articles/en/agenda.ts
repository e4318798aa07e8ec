import { type Group, note, pairs, steps, text, title } from "../types";

export const agenda: Group<"agenda"> = {
  agenda: {
    title: "The calendar",
    lead: "See, move and open appointments and time of your own.",
    tags: ["agenda", "week", "month", "drag", "move", "block", "colleague"],
    body: [
      text(
        "Above the calendar choose **Day**, **Week**, **Month**, **List** or **Services**. The arrows go on and back, **Today** goes to now.",
      ),
      pairs(
        ["**Filled**", "An appointment, in the colour of its service."],
        ["**Dashed**", "A time that you proposed. The client still has to choose."],
        ["**Striped**", "Your own time. Nobody can book in it."],
        ["**Grey**", "Outside your [[agenda-settings|availability]]."],
      ),
      title("Moving"),
      steps(
        "Drag an appointment to another time, or pull its lower edge for another length.",
        "Choose whether the client gets a mail.",
        "**Undo** puts it back.",
      ),
      text(
        "Without a mouse: go to an appointment with Tab and press Alt with an arrow. With Shift as well, its length changes. Or open the appointment and choose **Reschedule**.",
      ),
      title("Time of your own"),
      text(
        "Click an empty hour and choose **Own block**. A block can last a whole day and repeat. If it is **Private**, colleagues only see that you are busy.",
      ),
      note("An administrator chooses **Everyone** and sees the colleagues side by side in **Day**."),
    ],
  },
  appointments: {
    title: "Making and following an appointment",
    lead: "From the invitation to the summary.",
    tags: ["plan", "invitation", "proposal", "cancel", "reschedule", "status", "summary", "review"],
    body: [
      steps(
        "Click an empty hour and choose **Appointment**, or click **New appointment**.",
        "Choose the client, or make a new one.",
        "Choose a service and a free time. With **Let the client choose** you propose several times.",
        "Click **Plan and send**. The client gets the [[session-code|code]] and the link.",
      ),
      text(
        "A click on the appointment opens everything: the code, the client, the description and a note that only colleagues see. **Start session**, or a click on the code, begins the meeting in a new tab.",
      ),
      text(
        "The pencil changes subject, type, place, price and description. You choose whether the client gets a mail; it brings an updated invitation for the calendar. Another client is chosen here too: the first hears that it is off, the new one is invited. The code and the links of the first stop working then.",
      ),
      title("The status follows by itself"),
      pairs(
        ["**Planning**", "The client has not chosen a time yet."],
        ["**Scheduled**", "The time is settled."],
        ["**Starting soon**", "Within an hour."],
        ["**Completed**", "You and the client were both there."],
        ["**Missed**", "One of you was not there."],
        ["**Cancelled**", "By you or by the client."],
        ["**Failed**", "Picture and sound did not come about."],
      ),
      text("An appointment at the office or by telephone you mark as completed yourself."),
      text(
        "Was an appointment missed or cancelled, or did it fail? **Plan again** makes a new one of it, with the same details. The old one stays; each shows the way to the other.",
      ),
      title("All appointments"),
      text(
        "**Appointments** holds them all, the newest on top. The plus sign shows more: the code, which you can mail again, the review and the summary. Under **Everyone** an administrator sees those of colleagues too.",
      ),
      note(
        "Reviews and summaries are add-ons. An administrator switches them on at **Settings**, **Calendar**.",
      ),
    ],
  },
  "agenda-settings": {
    title: "Services, availability and online booking",
    lead: "What you offer, when, and how clients book themselves.",
    tags: [
      "service",
      "type of appointment",
      "hours",
      "opening",
      "book",
      "booking page",
      "buffer",
      "time zone",
      "holiday",
    ],
    body: [
      title("Services"),
      text(
        "A service is a type of appointment with a length, a price and a colour. At **Type of appointment** choose **Video meeting, looking together** for a meeting with screen sharing. **Offered by** says which advisers offer it, **Messages of its own** with which [[message-templates|templates]]. Only an administrator changes services: **Settings**, **Services**.",
      ),
      title("Availability"),
      text(
        "**Settings**, **Availability** holds your hours of the week, and days that are different: a day off or an extra evening.",
      ),
      title("Online booking"),
      steps(
        "At **Settings**, **Calendar** an administrator chooses a name in the address and switches **For the office** on.",
        "Every adviser switches the own calendar on, there or above the calendar.",
        "Put the address of the booking page on your website or in your mail.",
      ),
      note("Two people can never book the same time."),
    ],
  },
  "agenda-elsewhere": {
    title: "Your calendar in another program",
    lead: "Appointments in Outlook, Google or Apple Calendar.",
    tags: ["outlook", "google", "apple", "ical", "caldav", "subscribe", "synchronise"],
    body: [
      pairs(
        [
          "**Follow the calendar**",
          "A secret address by which another program reads your appointments. **Renew** ends the old one.",
        ],
        ["**Update another calendar (CalDAV)**", "Samen writes each appointment into that calendar at once."],
        ["**Add to my calendar**", "One appointment as a file, under the three dots of the appointment."],
      ),
      text(
        "Both stand at **Settings**, **Calendar**. For CalDAV you need the address of the calendar, a user name and preferably an app password.",
      ),
      note("Who knows the secret address reads your appointments. Do not share it."),
    ],
  },
};
