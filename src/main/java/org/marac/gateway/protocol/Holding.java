package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.protocol.Succession.Lineage;

/** The folder as it was read at one time, and what comes of it at any moment. Never changes; safe for many threads. */
final class Holding {
    static final String NOT_IN_FORCE = "protocol-not-in-force";
    static final String EXPIRED = "protocol-expired";
    static final String ROLLED_BACK = "protocol-rolled-back";

    private final List<Sheet> sheets;
    private final Remembered remembered;
    private final Succession succession;
    private final Signatures signatures;
    private final CertificateCheck certificateCheck;
    private final List<Instant> bounds;
    private final AtomicReference<Known> latest = new AtomicReference<>();

    /** A moment, what it was found on, and what people must know of it as soon as somebody has asked. */
    private record Known(Moment moment, Object basis, AtomicReference<@Nullable Report> told) {}

    Holding(
            List<Sheet> sheets,
            Remembered remembered,
            Succession succession,
            Signatures signatures,
            CertificateCheck certificateCheck) {
        this.sheets = List.copyOf(sheets);
        this.remembered = remembered;
        this.succession = succession;
        this.signatures = signatures;
        this.certificateCheck = certificateCheck;
        this.bounds = bounds(sheets, remembered.declared());
    }

    List<Sheet> sheets() {
        return sheets;
    }

    /** The same folder, with more remembered. */
    Holding remembering(Remembered more) {
        return new Holding(sheets, remembered.and(more), succession, signatures, certificateCheck);
    }

    /** Another reading, remembering the same. */
    Holding of(List<Sheet> read) {
        return new Holding(read, remembered, succession, signatures, certificateCheck);
    }

    Lineage lineage(Instant at) {
        return succession.lineage(sheets, remembered, at);
    }

    List<Standing> standings(Sheet sheet, Protocol protocol, Instant at) {
        return signatures.standings(sheet, protocol, remembered.declared(), at);
    }

    /** Withdrawals and suspensions that prove themselves, of the versions that chair and quorum have signed. */
    Set<Declared> declared(Lineage lineage, Instant at) {
        return sheets.stream()
                .filter(sheet -> sheet.protocol()
                        .map(Protocol::ref)
                        .filter(lineage.agreed()::contains)
                        .isPresent())
                .flatMap(sheet -> signatures.declared(sheet, sheet.protocol().orElseThrow(), at).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What was declared about the version and no longer lies beside it. */
    List<Declared> missing(Sheet sheet, Protocol protocol) {
        return remembered.declared().stream()
                .filter(declared -> declared.statement().version().equals(protocol.ref()))
                .filter(declared -> sheet.statements().stream()
                        .flatMap(signed -> signed.text().stream())
                        .noneMatch(text -> text.digest().equals(declared.sha256())))
                .sorted(Comparator.comparing(declared -> declared.sha256().hex()))
                .toList();
    }

    Optional<String> unproved(SignedStatement statement, Protocol protocol, Party party, Instant at) {
        return signatures.unproved(statement, protocol, party, at);
    }

    Moment moment(Instant at) {
        return known(at).moment();
    }

    /** What is the matter with the protocol; the same for as long as the moment lasts. */
    Report report(Instant at) {
        Known known = known(at);
        Report told = known.told().get();
        if (told == null) {
            told = Reporting.of(this, known.moment(), at);
            known.told().set(told);
        }
        return told;
    }

    /** Found again when its stretch is over, or at once when certificates are judged on another basis. */
    private Known known(Instant at) {
        Object basis = certificateCheck.basis();
        Known known = latest.get();
        if (known != null && known.moment().speaksFor(at) && known.basis().equals(basis)) {
            return known;
        }
        Known found = new Known(find(at), basis, new AtomicReference<>());
        latest.set(found);
        return found;
    }

    /** The highest version remembered stands above the current one: an older folder has been put in place of a newer. */
    boolean rolledBack(Optional<Sheet> current) {
        return remembered
                .highest()
                .filter(highest -> current.flatMap(Sheet::protocol)
                        .filter(protocol -> protocol.version() >= highest.version())
                        .isEmpty())
                .isPresent();
    }

    Optional<Integer> highest() {
        return remembered.highest().map(ref -> ref.version());
    }

    private Moment find(Instant at) {
        Optional<Sheet> current = lineage(at).current();
        Optional<Protocol> protocol = current.flatMap(Sheet::protocol);
        if (rolledBack(current)) {
            return Moment.around(at, bounds, Optional.empty(), Optional.of(ROLLED_BACK), Optional.empty());
        }
        if (protocol.isEmpty()) {
            return Moment.around(at, bounds, Optional.empty(), Optional.of(NOT_IN_FORCE), Optional.empty());
        }
        if (!at.isBefore(protocol.get().expires())) {
            return Moment.around(at, bounds, Optional.empty(), Optional.of(EXPIRED), protocol);
        }
        InForce inForce = new InForce(protocol.get(), signatories(current.orElseThrow(), protocol.get(), at));
        return Moment.around(at, bounds, Optional.of(inForce), Optional.empty(), Optional.empty());
    }

    /** Who has signed, and whose certificates are good: for a recipient nothing can be sealed for, the record must not wait. */
    private Set<AgencyId> signatories(Sheet sheet, Protocol protocol, Instant at) {
        return signatures.signatories(sheet, protocol, remembered.declared(), at).stream()
                .filter(agency -> protocol.party(agency)
                        .filter(party -> canBeSealedFor(party, at))
                        .isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean canBeSealedFor(Party party, Instant at) {
        boolean receives = party.channels().stream().anyMatch(c -> c.receives() && c.door() != Door.RECORD);
        return !receives
                || party.certificates().stream()
                        .filter(c -> c.use() == Use.ENCRYPT)
                        .anyMatch(c -> certificateCheck
                                .check(c.sha256(), Use.ENCRYPT, at)
                                .isEmpty());
    }

    /** Every instant at which something here begins or ends. */
    private static List<Instant> bounds(List<Sheet> sheets, Set<Declared> declared) {
        List<Instant> bounds = new ArrayList<>();
        sheets.stream()
                .flatMap(sheet -> sheet.protocol().stream())
                .forEach(protocol -> bounds.addAll(Calendar.bounds(protocol)));
        Stream.concat(
                        sheets.stream()
                                .flatMap(sheet -> sheet.statements().stream())
                                .flatMap(signed -> signed.statement().stream()),
                        declared.stream().map(Declared::statement))
                .flatMap(statement -> Stream.concat(Stream.of(statement.from()), statement.until().stream()))
                .forEach(bounds::add);
        return bounds.stream().sorted().toList();
    }
}
