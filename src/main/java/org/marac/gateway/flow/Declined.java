package org.marac.gateway.flow;

import java.util.Locale;

/** A person may not do that, or not so: nothing was changed. Not a failure, and not a refusal of a message. */
public final class Declined extends Exception {
    private static final long serialVersionUID = 1;

    private final Why why;

    public Declined(Why why) {
        // No stack trace: an ordinary answer.
        super(why.code(), null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }

    /** Declines unless something holds. */
    static void unless(boolean holds, Why otherwise) throws Declined {
        if (!holds) {
            throw new Declined(otherwise);
        }
    }

    /** Why not. The closed list; each with one sentence for people. */
    public enum Why {
        UNKNOWN("There is nothing of this id."),
        ENDED("It has been decided on already."),
        NOT_KEPT("Its bytes are not kept: only that it came. Ask its sender to send it again."),
        LEFT("It is not here any more: it has left, does not stand any more, or was dismissed."),
        ON_ITS_WAY("It was not set aside: it is tried by itself."),
        GONE("What it is about is no longer in the record."),
        NOT_YOUR_OFFICE("Your office may not do this, or not yet."),
        CONFLICT_OF_INTEREST("You, or your agency, are too close to someone of this case, or it is your own agency's."),
        VIEW_CHANGED("What would leave is no longer what you saw. Look at it again."),
        NO_ADDRESSEE("Only an alternate contact may read it there, and the protocol names none. Telephone."),
        NO_KEY("Whoever may read it there has no certificate that is good now. Telephone."),
        NO_PROTOCOL_IN_FORCE("No version of the information-sharing protocol is in force."),
        NO_EMERGENCY_CLAUSE("The protocol in force has no emergency clause, so there is no break-glass."),
        SAME_PERSON("It takes different people."),
        SAME_OFFICE("It takes people of different offices."),
        GLASS_NOT_OPEN("Break-glass is not open: too few people have agreed, or its time is over."),
        NOT_OF_THE_GLASS("You are not one of those who opened it, or it was opened for another case."),
        NEVER_LIFTED("Break-glass never lets this go. Where a view without it is offered, that one may."),
        TOOK_PART("Whoever took part cannot review it."),
        STILL_OPEN("It is still open; close it before it is reviewed.");

        private final String sentence;

        Why(String sentence) {
            this.sentence = sentence;
        }

        /** The code in answers, for example {@code view-changed}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** One sentence for people. */
        public String sentence() {
            return sentence;
        }
    }
}
