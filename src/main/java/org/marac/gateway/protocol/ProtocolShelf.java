package org.marac.gateway.protocol;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * Who has signed which version of the area's protocol, and who is speaking under it? Reads the area's folder once, at
 * construction; everything else is recomputed from those files and the moment asked about. Safe for many threads.
 */
public final class ProtocolShelf {
    private static final String NOT_A_SIGNATORY = "not-a-signatory";

    private final List<Sheet> sheets;
    private final List<Sheet> unbroken;
    private final List<Instant> bounds;
    private final Succession succession;
    private final Signatures signatures;
    private final CertificateCheck certificateCheck;
    private final AtomicReference<Moment> latest;

    /**
     * Reads the folder.
     *
     * @param area the area's folder: {@code v<N>/protocol.yaml}, {@code v<N>/signatures/}, {@code v<N>/withdrawals/}
     * @param first the SHA-256 of the first version, if the operator pins it
     * @throws java.io.UncheckedIOException when the folder cannot be read
     */
    public ProtocolShelf(
            Path area,
            Optional<Digest> first,
            SignatureCheck signatureCheck,
            CertificateCheck certificateCheck,
            ConditionCheck conditionCheck) {
        this.sheets = new Folder(new ProtocolReader(conditionCheck)).sheets(area);
        this.signatures = new Signatures(signatureCheck);
        this.succession = new Succession(first, signatures);
        this.unbroken = succession.unbroken(sheets);
        this.bounds = unbroken.stream()
                .flatMap(sheet -> sheet.protocol().stream())
                .flatMap(protocol -> Stream.of(protocol.effective(), protocol.expires()))
                .sorted()
                .toList();
        this.certificateCheck = certificateCheck;
        this.latest = new AtomicReference<>();
    }

    /**
     * The version in force at the moment, and its signatories. The highest version that has taken effect with the
     * agreement it needs supersedes all before it for good: when it has expired, nothing is in force.
     */
    public Optional<InForce> inForce(Instant at) {
        return moment(at).inForce();
    }

    /** The version with this number and digest, in force or not, if it is on the shelf and sound. */
    public Optional<Protocol> protocol(ProtocolRef ref) {
        return sheets.stream()
                .flatMap(sheet -> sheet.protocol().stream())
                .filter(protocol -> protocol.ref().equals(ref))
                .findFirst();
    }

    /** Every certificate that a sound version names, for whatever use. */
    public Set<Digest> certificates() {
        return sheets.stream()
                .flatMap(sheet -> sheet.protocol().stream())
                .flatMap(protocol -> protocol.parties().stream())
                .flatMap(Party::pinned)
                .map(Party.PinnedCertificate::sha256)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The exact bytes the agencies signed. */
    public Optional<Bytes> bytes(ProtocolRef ref) {
        return sheets.stream()
                .filter(sheet ->
                        sheet.protocol().map(Protocol::ref).filter(ref::equals).isPresent())
                .map(Sheet::bytes)
                .findFirst();
    }

    /**
     * Who is speaking, by which agreed channel, under which version.
     *
     * @throws Refused when no version is in force, the peer is nobody's, its certificate is no longer good, the agency has
     *     no valid signature on the version, or the protocol does not give it this door to send by
     */
    public Identified identify(Arrival arrival, Instant now) throws Refused {
        Moment moment = moment(now);
        InForce inForce = moment.inForce().orElseThrow(() -> new Refused(Refusal.of(RefusalCode.NO_PROTOCOL_IN_FORCE)));
        Party party = party(arrival.peer(), inForce.protocol())
                .orElseThrow(() -> new Refused(Refusal.of(RefusalCode.UNKNOWN_PEER)));
        if (arrival.peer() instanceof Peer.Certificate shown) {
            Optional<String> problem = problem(moment, shown.sha256(), now);
            if (problem.isPresent()) {
                throw new Refused(Refusal.of(RefusalCode.CERTIFICATE_REJECTED, problem.get()));
            }
        }
        if (!inForce.signatories().contains(party.id())) {
            throw Refused.of(party.id(), inForce.protocol().ref(), notASignatory(inForce.protocol()));
        }
        Party.Channel channel = party.channels().stream()
                .filter(agreed -> agreed.door() == arrival.door() && agreed.sends())
                .findFirst()
                .orElseThrow(() ->
                        Refused.of(party.id(), inForce.protocol().ref(), Refusal.of(RefusalCode.CHANNEL_NOT_AGREED)));
        return new Identified(party, channel, inForce);
    }

    /**
     * Whose TLS certificate is this, if it is good now? Says nothing of whether the agency has signed: who has not is
     * told so, by name.
     */
    public Optional<AgencyId> owner(Digest certificate, Instant now) {
        Moment moment = moment(now);
        return moment.inForce()
                .flatMap(inForce -> party(new Peer.Certificate(certificate), inForce.protocol()))
                .filter(party -> problem(moment, certificate, now).isEmpty())
                .map(Party::id);
    }

    /** Of which agency does this TLS certificate make its holder the alternate contact, if it is good now? */
    public Optional<AgencyId> alternateOf(Digest certificate, Instant now) {
        Moment moment = moment(now);
        return moment.inForce().stream()
                .flatMap(inForce -> inForce.protocol().parties().stream())
                .filter(party -> party.alternate()
                        .filter(alternate -> alternate.pins(Use.TLS, certificate))
                        .isPresent())
                .findFirst()
                .filter(party -> problem(moment, certificate, now).isEmpty())
                .map(Party::id);
    }

    private Optional<String> problem(Moment moment, Digest certificate, Instant now) {
        return moment.certificates()
                .computeIfAbsent(certificate, digest -> certificateCheck.check(digest, Use.TLS, now));
    }

    /** Every version, signature and rule with its verdict at the moment: what {@code protocol check} prints. */
    public Explanation explain(Instant at) {
        return new Explaining(sheets, succession, signatures, inForce(at)).at(at);
    }

    private static Optional<Party> party(Peer peer, Protocol protocol) {
        if (peer instanceof Peer.Certificate shown) {
            return protocol.parties().stream()
                    .filter(party -> party.pins(Use.TLS, shown.sha256()))
                    .findFirst();
        }
        return peer instanceof Peer.QueueOwner owner ? protocol.party(owner.agency()) : Optional.empty();
    }

    private static Refusal notASignatory(Protocol protocol) {
        return new Refusal(
                RefusalCode.NOT_A_SIGNATORY,
                protocol.clauses().stream()
                        .filter(clause ->
                                clause.reason().filter(NOT_A_SIGNATORY::equals).isPresent())
                        .map(clause -> clause.id())
                        .toList(),
                Optional.of(NOT_A_SIGNATORY),
                Optional.empty());
    }

    private Moment moment(Instant at) {
        Moment known = latest.get();
        if (known != null && known.speaksFor(at)) {
            return known;
        }
        Moment found = Moment.around(at, bounds, find(at));
        latest.set(found);
        return found;
    }

    private Optional<InForce> find(Instant at) {
        Optional<Sheet> current = Optional.empty();
        for (Sheet sheet : unbroken) {
            Protocol protocol = sheet.protocol().orElseThrow();
            if (protocol.effective().isAfter(at) || !succession.agreed(sheet, current, at)) {
                break;
            }
            current = Optional.of(sheet);
        }
        return current.flatMap(sheet -> sheet.protocol()
                .filter(protocol -> at.isBefore(protocol.expires()))
                .map(protocol -> new InForce(protocol, signatories(sheet, protocol, at))));
    }

    /** Who has signed, and whose certificates are good: for a recipient nothing can be sealed for, the record must not wait. */
    private Set<AgencyId> signatories(Sheet sheet, Protocol protocol, Instant at) {
        return signatures.signatories(sheet, protocol, at).stream()
                .filter(agency -> protocol.party(agency)
                        .filter(party -> canBeSealedFor(party, at))
                        .isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean canBeSealedFor(Party party, Instant at) {
        boolean receives = party.channels().stream().anyMatch(c -> c.receives() && c.door() != Door.RECORD);
        return !receives
                || party.certificates().stream()
                        .filter(c -> c.use() == Use.ENCRYPT)
                        .anyMatch(c -> certificateCheck
                                .check(c.sha256(), Use.ENCRYPT, at)
                                .isEmpty());
    }

    /** The parties of the newest sound version that has taken effect, signed or not. */
    public List<AgencyId> parties(Instant at) {
        return unbroken.stream()
                .flatMap(sheet -> sheet.protocol().stream())
                .filter(protocol -> !protocol.effective().isAfter(at))
                .reduce((earlier, later) -> later)
                .map(protocol -> protocol.parties().stream().map(Party::id).toList())
                .orElse(List.of());
    }
}
