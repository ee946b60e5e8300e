package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;

/**
 * Which version follows which? Versions go up by one, name the digest of the one before, and are carried over by those
 * who signed the one before (as The Update Framework does for its root); the first may be pinned by the operator.
 */
final class Succession {
    private final Optional<Digest> first;
    private final Signatures signatures;

    Succession(Optional<Digest> first, Signatures signatures) {
        this.first = first;
        this.signatures = signatures;
    }

    /** Why the sheet cannot come after the one before, files alone; empty when it can. */
    Optional<String> broken(Sheet sheet, Optional<Sheet> before) {
        if (sheet.protocol().isEmpty() || !sheet.findings().isEmpty()) {
            return Optional.of("it is not sound");
        }
        Protocol protocol = sheet.protocol().get();
        if (before.isEmpty()) {
            return brokenFirst(protocol);
        }
        Optional<Protocol> last = before.get().protocol();
        if (last.isEmpty() || protocol.version() != last.get().version() + 1) {
            return Optional.of("the version before it is missing");
        }
        if (!protocol.id().equals(last.get().id())) {
            return Optional.of("it is a version of another protocol");
        }
        if (!protocol.previous().equals(Optional.of(last.get().digest()))) {
            return Optional.of("it does not follow the version before it: the digest is another's");
        }
        return protocol.effective().isAfter(last.get().effective())
                ? Optional.empty()
                : Optional.of("it takes effect no later than the version before it");
    }

    private Optional<String> brokenFirst(Protocol protocol) {
        if (protocol.version() != 1) {
            return Optional.of("the version before it is missing");
        }
        return first.filter(pinned -> !pinned.equals(protocol.digest()))
                .map(pinned -> "it is not the first version the operator pinned");
    }

    /**
     * Whether enough have agreed: the chair and the quorum, of those who signed the version before with keys that version
     * names; for the first version, of its own signatories. Each counts whose signature is good now or was good when the
     * version took effect, so that certificates running out years later do not undo what was agreed.
     */
    boolean agreed(Sheet sheet, Optional<Sheet> before, Instant at) {
        Instant effective = sheet.protocol().orElseThrow().effective();
        Sheet electors = before.orElse(sheet);
        Protocol.Governance governance = electors.protocol().orElseThrow().governance();
        Set<AgencyId> agreed = new HashSet<>();
        // The earlier moment is asked about only where the present one is not enough: it may be beyond what is known.
        for (Instant moment : List.of(at, effective)) {
            for (Party elector : electors.protocol().orElseThrow().parties()) {
                if (!agreed.contains(elector.id())
                        && signatures.signedBy(electors, elector, moment)
                        && signatures.signedBy(sheet, elector, moment)) {
                    agreed.add(elector.id());
                }
            }
            if (agreed.contains(governance.chair()) && agreed.size() >= governance.quorum()) {
                return true;
            }
        }
        return false;
    }

    /** The sheets that follow each other without a gap, from the first. */
    List<Sheet> unbroken(List<Sheet> sheets) {
        Optional<Sheet> before = Optional.empty();
        int length = 0;
        for (Sheet sheet : sheets) {
            if (broken(sheet, before).isPresent()) {
                break;
            }
            before = Optional.of(sheet);
            length++;
        }
        return sheets.subList(0, length);
    }
}
