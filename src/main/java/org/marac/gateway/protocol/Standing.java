package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;

/**
 * How an agency stands to a version at a moment.
 *
 * @param agency which agency
 * @param kind signed, not signed, withdrawn, suspended or not valid
 * @param why the code that says why a signature or statement does not stand
 * @param until when a suspension ends, or a withdrawal began
 */
record Standing(AgencyId agency, Kind kind, Optional<String> why, Optional<Instant> until) {
    static final String NOT_PROVED = "statement-not-proved";

    enum Kind {
        SIGNED,
        UNSIGNED,
        WITHDRAWN,
        SUSPENDED,
        /** A withdrawal or suspension lies there that nobody can be held to. Its will is in doubt: closed. */
        IN_DOUBT,
        INVALID
    }

    boolean signed() {
        return kind == Kind.SIGNED;
    }

    /** A code for the audit log: {@code signed}, {@code withdrawn}, or why a signature does not stand. */
    String code() {
        return switch (kind) {
            case SIGNED -> "signed";
            case UNSIGNED -> "unsigned";
            case WITHDRAWN -> "withdrawn";
            case SUSPENDED -> "suspended";
            case IN_DOUBT, INVALID -> why.orElse("invalid");
        };
    }

    static Standing signed(AgencyId agency) {
        return new Standing(agency, Kind.SIGNED, Optional.empty(), Optional.empty());
    }

    static Standing unsigned(AgencyId agency) {
        return new Standing(agency, Kind.UNSIGNED, Optional.empty(), Optional.empty());
    }

    static Standing invalid(AgencyId agency, String why) {
        return new Standing(agency, Kind.INVALID, Optional.of(why), Optional.empty());
    }

    static Standing inDoubt(AgencyId agency) {
        return new Standing(agency, Kind.IN_DOUBT, Optional.of(NOT_PROVED), Optional.empty());
    }

    static Standing of(AgencyId agency, Statement statement) {
        return statement.kind() == Statement.Kind.WITHDRAWAL
                ? new Standing(agency, Kind.WITHDRAWN, Optional.empty(), Optional.of(statement.from()))
                : new Standing(agency, Kind.SUSPENDED, Optional.empty(), statement.until());
    }
}
