package org.marac.gateway.protocol;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
 * Who has signed which version of the area's protocol, and who is speaking under it? Reads the area's folder at
 * construction and again when it is asked to {@link #look}; everything else is recomputed from those files, what is
 * remembered, and the moment asked about. Safe for many threads.
 */
public final class ProtocolShelf {
    private static final String NOT_A_SIGNATORY = "not-a-signatory";
    private final Folder folder;
    private final Stillness stillness;
    private final Checks checks;
    private volatile Holding holding;
    private volatile Instant notBefore = Instant.MIN;

    /**
     * Reads the folder.
     *
     * @param area the area's folder: {@code v<N>/protocol.yaml}, with {@code signatures/}, {@code withdrawals/} and
     *     {@code suspensions/} beside it
     * @throws UncheckedIOException when the folder cannot be read
     */
    public ProtocolShelf(Path area, Pins pins, Checks checks) {
        this.folder = new Folder(area, new ProtocolReader(checks.condition()));
        this.checks = checks;
        Signatures signatures = new Signatures(checks.signature());
        this.stillness = new Stillness(folder.state());
        this.holding = new Holding(
                folder.sheets(),
                Remembered.NOTHING,
                new Succession(pins, signatures),
                signatures,
                checks.certificate());
    }

    /**
     * Looks at the folder again. What has changed is taken up once it has been still from one look to the next, so that
     * nothing is read while it is being written. A version that has taken over stays as it was signed, whatever has become
     * of its file.
     *
     * @return whether something was taken up
     * @throws UncheckedIOException when the folder cannot be read; what was known stays
     */
    public synchronized boolean look(Instant at) {
        String state = folder.state();
        if (!stillness.look(state)) {
            return false;
        }
        List<Sheet> read = folder.sheets();
        holding = holding.of(Sheet.all(kept(read, at), read));
        stillness.read(state);
        return true;
    }

    /** Versions that have taken over and no longer lie there as they were. */
    private List<Sheet> kept(List<Sheet> read, Instant at) {
        List<Sheet> kept = new ArrayList<>();
        for (Sheet passed : holding.lineage(at).passed()) {
            if (read.stream().noneMatch(sheet -> sheet.bytes().equals(passed.bytes()))) {
                kept.add(passed.keptBeside(read.stream()
                        .filter(sheet -> sheet.name().equals(passed.name()))
                        .findFirst()));
            }
        }
        return kept;
    }

    /** What was known before this folder was read counts from now on, besides what was remembered already. */
    public synchronized void remember(Remembered more) {
        holding = holding.remembering(more);
    }

    /**
     * No decision is made before this moment, nobody let in and nothing shown: the clock would have been set back, to when
     * somebody still was a party who is none. It never goes back itself.
     */
    public synchronized void notBefore(Instant moment) {
        notBefore = moment.isAfter(notBefore) ? moment : notBefore;
    }

    /** Whether the clock stands before what {@link #notBefore} says. */
    public boolean clockSetBack(Instant at) {
        return at.isBefore(notBefore);
    }

    private void requireClock(Instant at) {
        if (clockSetBack(at)) {
            throw new ClockSetBack();
        }
    }

    /** What is the matter with the protocol at the moment. */
    public Report report(Instant at) {
        return holding.report(at);
    }

    /**
     * The version in force at the moment, and its signatories. The highest version that has taken effect with the
     * agreement it needs supersedes all before it for good: when it has expired, nothing is in force.
     *
     * @throws ClockSetBack when the clock stands before what {@link #notBefore} says
     */
    public Optional<InForce> inForce(Instant at) {
        requireClock(at);
        return holding.moment(at).inForce();
    }

    /** The version with this number and digest, in force or not, if it is on the shelf and sound. */
    public Optional<Protocol> protocol(ProtocolRef ref) {
        return versions().stream()
                .filter(protocol -> protocol.ref().equals(ref))
                .findFirst();
    }

    /** Every sound version on the shelf, in force or not, in the order of their numbers. */
    public List<Protocol> versions() {
        return holding.sheets().stream()
                .flatMap(sheet -> sheet.protocol().stream())
                .toList();
    }

    /** Every certificate that a sound version names, for whatever use. */
    public Set<Digest> certificates() {
        return versions().stream()
                .flatMap(protocol -> protocol.parties().stream())
                .flatMap(Party::pinned)
                .map(Party.PinnedCertificate::sha256)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The exact bytes the agencies signed. */
    public Optional<Bytes> bytes(ProtocolRef ref) {
        return holding.sheets().stream()
                .filter(sheet ->
                        sheet.protocol().map(Protocol::ref).filter(ref::equals).isPresent())
                .map(Sheet::bytes)
                .findFirst();
    }

    /** The parties of every sound version, signed or not, in force or to come. */
    public List<AgencyId> parties() {
        return versions().stream()
                .flatMap(protocol -> protocol.parties().stream())
                .map(Party::id)
                .distinct()
                .toList();
    }

    /**
     * Who is speaking, by which agreed channel, under which version.
     *
     * @throws Refused when no version is in force, the peer is nobody's, its certificate is no longer good, the agency has
     *     no valid signature on the version, or the protocol does not give it this door to send by
     * @throws ClockSetBack when the clock stands before what {@link #notBefore} says
     */
    public Identified identify(Arrival arrival, Instant now) throws Refused {
        requireClock(now);
        Moment moment = holding.moment(now);
        Protocol protocol = protocol(moment);
        Party party = Peers.party(arrival.peer(), protocol)
                .orElseThrow(() -> new Refused(Refusal.of(RefusalCode.UNKNOWN_PEER)));
        Optional<Peers.Pinned> shown = Peers.shown(arrival.peer());
        if (shown.isPresent()) {
            Optional<String> problem =
                    problem(moment, shown.get().use(), shown.get().sha256(), now);
            if (problem.isPresent()) {
                throw new Refused(Refusal.of(RefusalCode.CERTIFICATE_REJECTED, problem.get()));
            }
        }
        InForce inForce =
                moment.inForce().orElseThrow(() -> Refused.of(party.id(), protocol.ref(), notInForce(moment)));
        if (!inForce.signatories().contains(party.id())) {
            throw Refused.of(party.id(), protocol.ref(), notASignatory(protocol));
        }
        Party.Channel channel = party.channels().stream()
                .filter(agreed -> agreed.door() == arrival.door() && agreed.sends())
                .findFirst()
                .orElseThrow(() -> Refused.of(party.id(), protocol.ref(), Refusal.of(RefusalCode.CHANNEL_NOT_AGREED)));
        return new Identified(party, channel, inForce);
    }

    /**
     * Whose TLS certificate is this, if it is good now? Says nothing of whether the agency has signed, or the version has
     * expired: who has not is told so, by name.
     *
     * @throws ClockSetBack when the clock stands before what {@link #notBefore} says
     */
    public Optional<AgencyId> owner(Digest certificate, Instant now) {
        requireClock(now);
        Moment moment = holding.moment(now);
        return moment.inForce()
                .map(InForce::protocol)
                .or(moment::lapsed)
                .flatMap(protocol -> Peers.party(new Peer.Certificate(certificate), protocol))
                .filter(party -> problem(moment, Use.TLS, certificate, now).isEmpty())
                .map(Party::id);
    }

    /**
     * Who takes disclosures from this door by itself with this TLS certificate? An agency that has signed the version in force
     * and has not withdrawn, to which the version gives the door to receive by.
     *
     * @throws ClockSetBack when the clock stands before what {@link #notBefore} says
     */
    public Optional<AgencyId> recipient(Digest certificate, Door door, Instant now) {
        requireClock(now);
        Moment moment = holding.moment(now);
        return moment.inForce()
                .flatMap(inForce -> Peers.party(new Peer.Certificate(certificate), inForce.protocol())
                        .filter(party -> inForce.signatories().contains(party.id())))
                .filter(party -> party.channels().stream().anyMatch(c -> c.door() == door && c.receives()))
                .filter(party -> problem(moment, Use.TLS, certificate, now).isEmpty())
                .map(Party::id);
    }

    /** The version in force, or the one that was in force last: who its parties are and where they are written to. */
    public Optional<Protocol> known(Instant now) {
        Moment moment = holding.moment(now);
        return moment.inForce().map(InForce::protocol).or(moment::lapsed);
    }

    /**
     * Whose mail does this certificate sign, as far as the protocol names it? Not whether it is good: that is asked of the
     * signature, and again when what was in the mail is taken.
     */
    public Optional<Party> correspondent(Digest certificate, Instant now) {
        return known(now).flatMap(protocol -> Peers.correspondent(certificate, protocol));
    }

    /**
     * Of which agency does this TLS certificate make its holder the alternate contact, if it is good now?
     *
     * @throws ClockSetBack when the clock stands before what {@link #notBefore} says
     */
    public Optional<AgencyId> alternateOf(Digest certificate, Instant now) {
        requireClock(now);
        Moment moment = holding.moment(now);
        return moment.inForce().stream()
                .flatMap(inForce -> inForce.protocol().parties().stream())
                .filter(party -> party.alternate()
                        .filter(alternate -> alternate.pins(Use.TLS, certificate))
                        .isPresent())
                .findFirst()
                .filter(party -> problem(moment, Use.TLS, certificate, now).isEmpty())
                .map(Party::id);
    }

    /** Every version, signature and rule with its verdict at the moment: what {@code protocol check} prints. */
    public Explanation explain(Instant at) {
        return new Explaining(holding, checks.signer(), at).explain();
    }

    /**
     * The document people read, made from the exact bytes of a version, as XHTML.
     *
     * @param at for which moment its status and its signatures are told
     * @return empty when there is no such version on the shelf
     */
    public Optional<String> document(ProtocolRef ref, Instant at) {
        return Documents.of(holding, checks.signer(), ref, at);
    }

    /** Under an expired version its parties are still told by name that it has expired. */
    private static Protocol protocol(Moment moment) throws Refused {
        return moment.inForce()
                .map(InForce::protocol)
                .or(moment::lapsed)
                .orElseThrow(() -> new Refused(notInForce(moment)));
    }

    private static Refusal notInForce(Moment moment) {
        return Refusal.of(RefusalCode.NO_PROTOCOL_IN_FORCE, moment.gap().orElse(Holding.NOT_IN_FORCE));
    }

    /** A certificate is pinned for one use, so that its digest alone says which. */
    private Optional<String> problem(Moment moment, Use use, Digest certificate, Instant now) {
        return moment.certificates()
                .computeIfAbsent(certificate, digest -> checks.certificate().check(digest, use, now));
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
}
