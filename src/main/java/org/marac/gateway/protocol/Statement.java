package org.marac.gateway.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.ProtocolRef;

/**
 * What an agency or the chair declares about an agency's part in one version: a few lines of strict YAML, signed like a
 * version. A withdrawal is signed by the agency itself, a suspension by the chair, a reinstatement by both.
 *
 * @param kind what is declared
 * @param agency about whom
 * @param version of which exact version
 * @param from from when it counts, to the second
 * @param until a suspension: when it ends; empty for the others, which do not
 * @param lifts a reinstatement: SHA-256 of the one statement it takes back; empty for the others
 */
public record Statement(
        Kind kind,
        AgencyId agency,
        ProtocolRef version,
        Instant from,
        Optional<Instant> until,
        Optional<Digest> lifts) {
    private static final Set<String> FIELDS =
            Set.of("statement", "agency", "protocol", "version", "sha256", "from", "until", "lifts");

    /** What can be declared. */
    public enum Kind {
        WITHDRAWAL("withdrawal", "withdrawals"),
        SUSPENSION("suspension", "suspensions"),
        REINSTATEMENT("reinstatement", "reinstatements");

        private final String word;
        private final String folder;

        Kind(String word, String folder) {
            this.word = word;
            this.folder = folder;
        }

        static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("There is no such statement");
        }

        /** The word in the statement. */
        public String word() {
            return word;
        }

        /** The folder beside the version's signatures in which such statements lie. */
        public String folder() {
            return folder;
        }
    }

    public Statement {
        from = from.truncatedTo(ChronoUnit.SECONDS);
        until = until.map(end -> end.truncatedTo(ChronoUnit.SECONDS));
        if (kind == Kind.SUSPENSION == until.isEmpty()) {
            throw new IllegalArgumentException("A suspension ends, the others do not");
        }
        if (kind == Kind.REINSTATEMENT == lifts.isEmpty()) {
            throw new IllegalArgumentException("A reinstatement names the statement it takes back, the others do not");
        }
        if (until.isPresent() && !until.get().isAfter(from)) {
            throw new IllegalArgumentException("A suspension ends after it begins");
        }
    }

    /** The agency leaves the version. */
    public static Statement withdrawal(AgencyId agency, ProtocolRef version, Instant from) {
        return new Statement(Kind.WITHDRAWAL, agency, version, from, Optional.empty(), Optional.empty());
    }

    /** The chair takes the agency out of the version for a time. */
    public static Statement suspension(AgencyId agency, ProtocolRef version, Instant from, Instant until) {
        return new Statement(Kind.SUSPENSION, agency, version, from, Optional.of(until), Optional.empty());
    }

    /**
     * The agency and the chair take back one withdrawal or suspension.
     *
     * @param lifts SHA-256 of that statement
     */
    public static Statement reinstatement(AgencyId agency, ProtocolRef version, Instant from, Digest lifts) {
        return new Statement(Kind.REINSTATEMENT, agency, version, from, Optional.empty(), Optional.of(lifts));
    }

    /** The exact bytes to sign. */
    public Bytes bytes() {
        return Bytes.utf8("statement: " + kind.word() + "\nagency: " + agency + "\nprotocol: " + version.id()
                + "\nversion: " + version.version() + "\nsha256: \""
                + version.digest().hex() + "\"\nfrom: " + from
                + "\n" + until.map(end -> "until: " + end + "\n").orElse("")
                + lifts.map(digest -> "lifts: \"" + digest.hex() + "\"\n").orElse(""));
    }

    /** Whether it counts at the moment. */
    boolean countsAt(Instant at) {
        return !at.isBefore(from) && until.map(at::isBefore).orElse(true);
    }

    /** What the bytes declare; empty when they are not a statement that can be read in one way only. */
    static Optional<Statement> read(Bytes bytes) {
        try {
            JsonNode document = StrictYaml.read(bytes);
            Set<String> names = new HashSet<>();
            document.fieldNames().forEachRemaining(names::add);
            if (!FIELDS.containsAll(names) || !document.path("version").isInt()) {
                return Optional.empty();
            }
            return Optional.of(new Statement(
                    Kind.of(ProtocolForm.text(document, "statement")),
                    new AgencyId(ProtocolForm.text(document, "agency")),
                    new ProtocolRef(
                            ProtocolForm.text(document, "protocol"),
                            document.get("version").intValue(),
                            Digest.parse(ProtocolForm.text(document, "sha256"))),
                    Instant.parse(ProtocolForm.text(document, "from")),
                    ProtocolForm.optional(document, "until").map(Instant::parse),
                    ProtocolForm.optional(document, "lifts").map(Digest::parse)));
        } catch (UnsoundProtocol | DateTimeException | IllegalArgumentException | NullPointerException e) {
            // A field that is missing is null here; whatever is not wholly a statement is none.
            return Optional.empty();
        }
    }
}
