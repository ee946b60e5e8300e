package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;

/**
 * Which version follows which? Versions go up by one, name the digest of the one before, and are carried over by those
 * who signed the one before (as The Update Framework does for its root); the first may be pinned by the operator.
 */
final class Succession {
    private final Pins pins;
    private final Signatures signatures;

    /**
     * How far the versions have come at a moment.
     *
     * @param passed those that have taken over, in order; the last is the current one
     * @param agreed those that chair and quorum have signed, taken effect or not
     * @param flaws why each other does not come into force
     */
    record Lineage(List<Sheet> passed, Set<ProtocolRef> agreed, Map<Sheet, Flaw> flaws) {
        Optional<Sheet> current() {
            return passed.isEmpty() ? Optional.empty() : Optional.of(passed.get(passed.size() - 1));
        }
    }

    Succession(Pins pins, Signatures signatures) {
        this.pins = pins;
        this.signatures = signatures;
    }

    /** The highest version that has taken effect with the agreement it needs supersedes all before it for good. */
    Lineage lineage(List<Sheet> sheets, Remembered remembered, Instant at) {
        List<Sheet> passed = new ArrayList<>();
        Set<ProtocolRef> agreed = new HashSet<>();
        Map<Sheet, Flaw> flaws = new LinkedHashMap<>();
        Optional<Sheet> before = Optional.empty();
        boolean open = true;
        for (int number : sheets.stream().map(Sheet::number).distinct().sorted().toList()) {
            List<Sheet> willing = new ArrayList<>();
            for (Sheet candidate :
                    sheets.stream().filter(sheet -> sheet.number() == number).toList()) {
                Optional<Flaw> flaw = flaw(candidate, before, at);
                flaw.ifPresentOrElse(found -> flaws.put(candidate, found), () -> willing.add(candidate));
            }
            willing.forEach(sheet -> agreed.add(sheet.protocol().orElseThrow().ref()));
            Optional<Sheet> next = only(number, willing, remembered, flaws);
            before = next;
            open = open
                    && next.isPresent()
                    && !next.get().protocol().orElseThrow().effective().isAfter(at);
            if (open) {
                passed.add(next.get());
            }
        }
        return new Lineage(List.copyOf(passed), Set.copyOf(agreed), Map.copyOf(flaws));
    }

    /** Of those that could follow, the one that does: no other was in force, and nobody signed two. */
    private Optional<Sheet> only(int number, List<Sheet> willing, Remembered remembered, Map<Sheet, Flaw> flaws) {
        Set<Digest> signed = willing.stream().map(Sheet::digest).collect(Collectors.toCollection(HashSet::new));
        signed.addAll(remembered.agreed(number));
        Optional<Digest> known =
                remembered.activated(number).or(() -> pins.successor().filter(signed::contains));
        Optional<Digest> one = known.isEmpty() && signed.size() == 1
                ? Optional.of(signed.iterator().next())
                : known;
        Optional<Sheet> next = willing.stream()
                .filter(sheet -> one.filter(sheet.digest()::equals).isPresent())
                .findFirst();
        willing.stream()
                .filter(sheet -> !one.filter(sheet.digest()::equals).isPresent())
                .forEach(sheet -> flaws.put(sheet, known.isEmpty() ? Flaw.TWO_SUCCESSORS : Flaw.NOT_THE_ONE_KNOWN));
        return next;
    }

    /** Why the sheet cannot take over from the one before it; empty when it can. */
    private Optional<Flaw> flaw(Sheet sheet, Optional<Sheet> before, Instant at) {
        Optional<Flaw> broken = broken(sheet, before);
        return broken.isPresent() ? broken : lacking(sheet, before, at);
    }

    private Optional<Flaw> broken(Sheet sheet, Optional<Sheet> before) {
        if (!sheet.sound()) {
            return Optional.of(Flaw.UNSOUND);
        }
        Protocol protocol = sheet.protocol().orElseThrow();
        if (before.isEmpty()) {
            return brokenFirst(protocol);
        }
        Protocol last = before.get().protocol().orElseThrow();
        if (protocol.version() != last.version() + 1) {
            return Optional.of(Flaw.PREDECESSOR_MISSING);
        }
        if (!protocol.id().equals(last.id())) {
            return Optional.of(Flaw.ANOTHER_PROTOCOL);
        }
        if (!protocol.previous().equals(Optional.of(last.digest()))) {
            return Optional.of(Flaw.ANOTHER_PREDECESSOR);
        }
        return protocol.effective().isAfter(last.effective()) ? Optional.empty() : Optional.of(Flaw.TOO_EARLY);
    }

    private Optional<Flaw> brokenFirst(Protocol protocol) {
        if (protocol.version() != 1) {
            return Optional.of(Flaw.PREDECESSOR_MISSING);
        }
        return pins.first().filter(pinned -> !pinned.equals(protocol.digest())).map(pinned -> Flaw.NOT_THE_PINNED);
    }

    /**
     * Whether enough have agreed: the chair and the quorum, of those who signed the version before with keys that version
     * names; for the first version, of its own signatories. Each counts whose signature is good now or was good when the
     * version took effect, so that certificates running out years later do not undo what was agreed.
     */
    private Optional<Flaw> lacking(Sheet sheet, Optional<Sheet> before, Instant at) {
        Instant effective = sheet.protocol().orElseThrow().effective();
        Sheet electors = before.orElse(sheet);
        Protocol.Governance governance = electors.protocol().orElseThrow().governance();
        Set<AgencyId> agreed = new HashSet<>();
        // The earlier moment is asked about only where the present one is not enough: it may be beyond what is known.
        for (Instant moment : effective.isBefore(at) ? List.of(at, effective) : List.of(at)) {
            for (Party elector : electors.protocol().orElseThrow().parties()) {
                if (!agreed.contains(elector.id())
                        && signatures.signedBy(electors, elector, moment)
                        && signatures.signedBy(sheet, elector, moment)) {
                    agreed.add(elector.id());
                }
            }
            if (agreed.contains(governance.chair()) && agreed.size() >= governance.quorum()) {
                return Optional.empty();
            }
        }
        return Optional.of(
                agreed.contains(governance.chair())
                        ? Flaw.quorumMissing(agreed.size(), governance.quorum())
                        : Flaw.CHAIR_MISSING);
    }
}
