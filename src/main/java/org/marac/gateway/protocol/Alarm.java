package org.marac.gateway.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.marac.gateway.model.Entry.Noted.Detail;
import org.marac.gateway.model.ProtocolRef;

/**
 * Something about the protocol that people must be told, now.
 *
 * @param code what, for example {@code expires-in}
 * @param protocol the version it is about, where that could be read
 * @param details codes and figures, never personal data; with the code and the version they make this alarm this one
 * @param sentence in words
 */
public record Alarm(String code, Optional<ProtocolRef> protocol, List<Detail> details, String sentence) {
    public Alarm {
        details = List.copyOf(details);
    }

    /** What tells it from every other alarm: it is raised once. */
    String key() {
        return code
                + protocol.map(ref -> " " + ref.version() + " " + ref.digest().hex())
                        .orElse("")
                + details.stream()
                        .map(detail -> " " + detail.name() + "=" + detail.value())
                        .collect(Collectors.joining());
    }
}
