package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;

/** Who has signed a version, at a moment? */
final class Signatures {
    private final SignatureCheck check;

    Signatures(SignatureCheck check) {
        this.check = check;
    }

    /** How every party of the version stands to it, in its order. */
    List<Standing> standings(Sheet sheet, Protocol protocol, Set<Declared> remembered, Instant at) {
        return protocol.parties().stream()
                .map(party -> standing(sheet, protocol, party, remembered, at))
                .toList();
    }

    /** The parties whose signature on exactly these bytes stands. An agency counts once. */
    Set<AgencyId> signatories(Sheet sheet, Protocol protocol, Set<Declared> remembered, Instant at) {
        return standings(sheet, protocol, remembered, at).stream()
                .filter(Standing::signed)
                .map(Standing::agency)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The withdrawals and suspensions of the version that prove themselves, begun or not. */
    List<Declared> declared(Sheet sheet, Protocol protocol, Instant at) {
        return sheet.statements().stream()
                .filter(signed -> !signed.reinstates())
                .filter(signed -> protocol.parties().stream()
                        .filter(party -> party.id().value().equals(signed.agency()))
                        .anyMatch(party -> unproved(signed, protocol, party, at).isEmpty()))
                .map(SignedStatement::declared)
                .toList();
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
        Optional<Party> chair = protocol.party(protocol.governance().chair());
        Instant from = statement.get().from();
        return switch (signed.kind()) {
            case WITHDRAWAL -> notSigned(signed.text().orElseThrow(), signed.signature(), Optional.of(party), at, from);
            case SUSPENSION -> notSigned(signed.text().orElseThrow(), signed.signature(), chair, at, from);
            case REINSTATEMENT ->
                notSigned(signed.text().orElseThrow(), signed.signature(), Optional.of(party), at, from)
                        .or(() -> notSigned(signed.text().orElseThrow(), signed.chair(), chair, at, from)
                                .map(why -> "the chair's: " + Wording.why(why)));
        };
    }

    /** A certificate that ran out later does not undo what was declared, so the day it was to count is asked about too. */
    private Optional<String> notSigned(
            Bytes text, Optional<Bytes> p7s, Optional<Party> signatory, Instant at, Instant from) {
        if (p7s.isEmpty()) {
            return Optional.of("the signature is missing");
        }
        if (signatory.isEmpty()) {
            return Optional.of("there is no chair");
        }
        Optional<String> why = check.check(text, p7s.get(), signatory.get(), at);
        return why.isPresent() && from.isBefore(at) ? check.check(text, p7s.get(), signatory.get(), from) : why;
    }

    /** What was proved once counts, whether its files still lie there or not; only a proved reinstatement takes it back. */
    private Standing standing(Sheet sheet, Protocol protocol, Party party, Set<Declared> remembered, Instant at) {
        Set<Declared> ending = new LinkedHashSet<>();
        Set<Digest> lifted = new HashSet<>();
        for (SignedStatement signed : sheet.statements()) {
            if (!signed.agency().equals(party.id().value())) {
                continue;
            }
            boolean proved = unproved(signed, protocol, party, at).isEmpty();
            if (!proved && !signed.reinstates()) {
                // A file in the agency's name that cannot be proved still means that its part is in doubt: closed.
                return Standing.inDoubt(party.id());
            }
            if (proved && !signed.reinstates()) {
                ending.add(signed.declared());
            } else if (proved && signed.declared().statement().countsAt(at)) {
                lifted.add(signed.declared().statement().lifts().orElseThrow());
            }
        }
        remembered.stream()
                .filter(declared -> declared.statement().version().equals(protocol.ref())
                        && declared.statement().agency().equals(party.id()))
                .forEach(ending::add);
        return ending.stream()
                .filter(declared -> !lifted.contains(declared.sha256()))
                .map(Declared::statement)
                .filter(statement -> statement.countsAt(at))
                .min(Comparator.comparing(Statement::kind))
                .map(statement -> Standing.of(party.id(), statement))
                .orElseGet(() -> signature(sheet, party, at));
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
