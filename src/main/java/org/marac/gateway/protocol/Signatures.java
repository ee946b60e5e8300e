package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;

/** Who has signed a version, at a moment? */
final class Signatures {
    private final SignatureCheck check;

    Signatures(SignatureCheck check) {
        this.check = check;
    }

    /** How every party of the version stands to it, in its order. */
    List<Standing> standings(Sheet sheet, Protocol protocol, Instant at) {
        return protocol.parties().stream()
                .map(party -> standing(sheet, protocol, party, at))
                .toList();
    }

    /** The parties whose signature on exactly these bytes stands. An agency counts once. */
    Set<AgencyId> signatories(Sheet sheet, Protocol protocol, Instant at) {
        return standings(sheet, protocol, at).stream()
                .filter(Standing::signed)
                .map(Standing::agency)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the file in the agency's name is the signature of this party, as its own or another version pins it. */
    boolean signedBy(Sheet sheet, Party party, Instant at) {
        return Optional.ofNullable(sheet.signatures().get(party.id().value()))
                .map(p7s -> check.check(sheet.bytes(), p7s, party, at).isEmpty())
                .orElse(false);
    }

    /** Why a statement proves nothing; empty when its signatory made it about this party and exactly this version. */
    Optional<String> unproved(SignedStatement signed, Protocol protocol, Party party, Instant at) {
        Optional<Statement> statement = signed.statement();
        if (statement.isEmpty()) {
            return Optional.of(signed.text().isEmpty() ? "the statement is missing" : "it is not a statement");
        }
        if (!statement.get().agency().equals(party.id())) {
            return Optional.of("it speaks of another agency");
        }
        if (!statement.get().version().equals(protocol.ref())) {
            return Optional.of("it speaks of another version");
        }
        if (signed.signature().isEmpty()) {
            return Optional.of("the signature is missing");
        }
        Optional<Party> signatory = signed.kind() == Statement.Kind.WITHDRAWAL
                ? Optional.of(party)
                : protocol.party(protocol.governance().chair());
        return signatory.isEmpty()
                ? Optional.of("there is no chair")
                : notSigned(
                        signed.text().orElseThrow(),
                        signed.signature().get(),
                        signatory.get(),
                        at,
                        statement.get().from());
    }

    /** A certificate that ran out later does not undo what was declared, so the day it was to count is asked about too. */
    private Optional<String> notSigned(Bytes text, Bytes p7s, Party signatory, Instant at, Instant from) {
        Optional<String> why = check.check(text, p7s, signatory, at);
        return why.isPresent() && from.isBefore(at) ? check.check(text, p7s, signatory, from) : why;
    }

    private Standing standing(Sheet sheet, Protocol protocol, Party party, Instant at) {
        Optional<Standing> suspended = Optional.empty();
        for (SignedStatement signed : sheet.statements()) {
            if (!signed.agency().equals(party.id().value())) {
                continue;
            }
            if (unproved(signed, protocol, party, at).isPresent()) {
                // A file in the agency's name that cannot be proved still means that its part is in doubt: closed.
                return Standing.inDoubt(party.id());
            }
            Statement statement = signed.statement().orElseThrow();
            if (statement.countsAt(at)) {
                Standing standing = Standing.of(party.id(), statement);
                if (standing.kind() == Standing.Kind.WITHDRAWN) {
                    return standing;
                }
                suspended = Optional.of(standing);
            }
        }
        return suspended.orElseGet(() -> signature(sheet, party, at));
    }

    private Standing signature(Sheet sheet, Party party, Instant at) {
        Bytes p7s = sheet.signatures().get(party.id().value());
        return p7s == null
                ? Standing.unsigned(party.id())
                : check.check(sheet.bytes(), p7s, party, at)
                        .map(why -> Standing.invalid(party.id(), why))
                        .orElseGet(() -> Standing.signed(party.id()));
    }
}
