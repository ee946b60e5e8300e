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

    private Standing standing(Sheet sheet, Protocol protocol, Party party, Instant at) {
        Withdrawal withdrawal = sheet.withdrawals().get(party.id().value());
        if (withdrawal != null) {
            Optional<Instant> from = proved(withdrawal, protocol, party, at);
            if (from.isEmpty()) {
                // A file in the agency's name that cannot be proved still means that its will is in doubt: closed.
                return Standing.withdrawnUnproved(party.id());
            }
            if (!at.isBefore(from.get())) {
                return Standing.withdrawn(party.id(), from.get());
            }
        }
        Bytes p7s = sheet.signatures().get(party.id().value());
        return p7s == null
                ? Standing.unsigned(party.id())
                : check.check(sheet.bytes(), p7s, party, at)
                        .map(why -> Standing.invalid(party.id(), why))
                        .orElseGet(() -> Standing.signed(party.id()));
    }

    private Optional<Instant> proved(Withdrawal withdrawal, Protocol protocol, Party party, Instant at) {
        return withdrawal
                .from(party.id(), protocol)
                .filter(from -> withdrawal
                        .statement()
                        .flatMap(statement -> withdrawal.signature().map(p7s -> check.check(statement, p7s, party, at)))
                        .map(Optional::isEmpty)
                        .orElse(false));
    }
}
