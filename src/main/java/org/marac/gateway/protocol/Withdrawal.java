package org.marac.gateway.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;

/**
 * An agency's statement that it withdraws from a version, and its signature over exactly that statement.
 *
 * @param statement the text, if it is there
 * @param signature the detached signature, if it is there
 */
record Withdrawal(Optional<Bytes> statement, Optional<Bytes> signature) {
    private static final Pattern FORM = Pattern.compile("withdrawal\nagency: ([a-z0-9-]{1,63})\n"
            + "protocol: ([a-z0-9-]{1,63})\nversion: ([0-9]{1,4})\nsha256: ([0-9a-f]{64})\n"
            + "from: ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)\n");

    /** From when the agency withdraws, if the statement names this agency and exactly this version. */
    Optional<Instant> from(AgencyId agency, Protocol protocol) {
        return statement.map(Bytes::text).flatMap(text -> {
            Matcher matcher = FORM.matcher(text);
            boolean names = matcher.matches()
                    && matcher.group(1).equals(agency.value())
                    && matcher.group(2).equals(protocol.id())
                    && matcher.group(3).equals(Integer.toString(protocol.version()))
                    && matcher.group(4).equals(protocol.digest().hex());
            return names ? instant(matcher.group(5)) : Optional.empty();
        });
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
