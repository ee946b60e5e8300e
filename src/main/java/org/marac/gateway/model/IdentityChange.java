package org.marac.gateway.model;

import java.util.List;

/**
 * An agency has changed who its own records say someone is. It moves no case from anyone to anyone: the coordinator looks.
 *
 * @param id the sender's id of the message
 * @param kind what it did
 * @param people whom it may be about: as they are named now, and as they were before
 */
public record IdentityChange(MessageId id, Kind kind, List<Person> people) {
    public IdentityChange {
        people = List.copyOf(people);
    }

    /** What was done to the records. */
    public enum Kind {
        /** Two records of one person became one. */
        MERGED,
        /** A record has another number. */
        RENUMBERED,
        /** Two records that were taken for one person's are two people's. */
        UNLINKED
    }

    /** Without the people. */
    @Override
    public String toString() {
        return kind + " " + id;
    }
}
