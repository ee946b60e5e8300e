package org.marac.gateway.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.model.Protocol;

/** What can be wrong with a protocol that fits its schema: numbers used twice, names that lead nowhere, dates out of order. */
final class ProtocolLint {
    private static final String ANY = "any";
    private static final String SECTOR = "sector:";
    private static final String NOT_A_SIGNATORY = "not-a-signatory";

    private ProtocolLint() {}

    /** Definitions that are lost when the document becomes a protocol: each once, and every one the clauses use. */
    static List<String> definitions(JsonNode document) {
        List<String> findings = new ArrayList<>();
        for (String list : List.of("purposes", "categories")) {
            List<String> defined = codes(document, list, "code");
            twice(defined, Function.identity()).forEach(code -> findings.add(list + ": " + code + " is defined twice"));
            ProtocolForm.each(document, "clauses")
                    .flatMap(clause -> ProtocolForm.words(clause, list).stream())
                    .filter(code -> !defined.contains(code))
                    .distinct()
                    .forEach(code -> findings.add(list + ": " + code + " is used and not defined"));
        }
        twice(codes(document, "thresholds", "instrument"), Function.identity())
                .forEach(instrument -> findings.add("thresholds: " + instrument + " has two counts"));
        twice(codes(document, "retention", "document"), Function.identity())
                .forEach(kind -> findings.add("retention: " + kind + " has two periods"));
        return findings;
    }

    /** Findings about the protocol itself. */
    static List<String> findings(Protocol protocol) {
        List<String> findings = new ArrayList<>();
        dates(protocol, findings);
        parties(protocol, findings);
        governance(protocol, findings);
        holds(protocol, findings);
        delivery(protocol.delivery(), findings);
        clauses(protocol, findings);
        return findings;
    }

    private static void dates(Protocol protocol, List<String> findings) {
        check(protocol.effective().isBefore(protocol.expires()), findings, "it expires before it takes effect");
        check(
                !protocol.review()
                                .isBefore(protocol.effective()
                                        .atZone(ZoneOffset.UTC)
                                        .toLocalDate())
                        && !protocol.review()
                                .isAfter(protocol.expires()
                                        .atZone(ZoneOffset.UTC)
                                        .toLocalDate()),
                findings,
                "its review date is outside the time it is in force");
        check(
                protocol.version() == 1 == protocol.previous().isEmpty(),
                findings,
                "the first version names no version before, every other names the digest of the one before");
    }

    private static void parties(Protocol protocol, List<String> findings) {
        List<Party> parties = protocol.parties();
        twice(parties, Party::id).forEach(id -> findings.add("parties: " + id + " stands twice"));
        parties.stream()
                .filter(party -> party.id().value().equals(ANY))
                .forEach(party -> findings.add("parties: an agency cannot be called any"));
        // A certificate of two agencies, or of two uses, would let one speak as the other.
        List<Party.PinnedCertificate> pins =
                parties.stream().flatMap(Party::pinned).toList();
        twice(pins, Party.PinnedCertificate::sha256)
                .forEach(digest -> findings.add("parties: the certificate " + digest.hex() + " is pinned twice"));
        mail(parties, findings);
        for (Party party : parties) {
            twice(party.channels(), Party.Channel::door)
                    .forEach(
                            door -> findings.add("parties: " + party.id() + " has the door " + door.code() + " twice"));
            check(has(party, Use.SIGN), findings, "parties: " + party.id() + " has no certificate to sign with");
            check(
                    !receivesSealed(party) || has(party, Use.ENCRYPT),
                    findings,
                    "parties: " + party.id() + " receives and has no certificate to encrypt to");
            check(
                    party.alternate().map(ProtocolLint::canReceive).orElse(true),
                    findings,
                    "parties: the alternate of " + party.id()
                            + " has no certificate to encrypt to, or none to fetch with");
        }
    }

    /** An address of two agencies would let one speak as the other. */
    private static void mail(List<Party> parties, List<String> findings) {
        List<Party.MailAddress> addresses = parties.stream()
                .flatMap(party -> party.channels().stream())
                .flatMap(channel -> channel.mail().stream())
                .toList();
        twice(addresses, Party.MailAddress::address)
                .forEach(address -> findings.add("parties: the address " + address + " stands twice"));
        for (Party party : parties) {
            check(
                    party.channels().stream()
                            .allMatch(c -> (c.door() == Door.MAIL) == c.mail().isPresent()),
                    findings,
                    "parties: " + party.id() + " has mail without an address, or an address without mail");
            check(
                    party.mail().filter(Party.Channel::sends).isEmpty() || has(party, Use.MAIL),
                    findings,
                    "parties: " + party.id() + " sends mail and has no certificate to sign it with");
        }
    }

    private static void governance(Protocol protocol, List<String> findings) {
        Protocol.Governance governance = protocol.governance();
        check(protocol.party(governance.chair()).isPresent(), findings, "governance: the chair is not a party");
        check(
                governance.quorum() <= protocol.parties().size(),
                findings,
                "governance: the quorum is larger than the number of parties");
        check(
                protocol.party(protocol.coordinator())
                        .filter(ProtocolLint::keepsRecord)
                        .isPresent(),
                findings,
                "coordinator: it is not a party that receives into the record");
        protocol.emergency()
                .ifPresent(e -> check(
                        protocol.clause(e.clause()).isPresent(),
                        findings,
                        "emergency: there is no clause " + e.clause()));
        protocol.emergency().stream()
                .flatMap(e -> e.tell().stream())
                .filter(told -> protocol.party(told)
                        .filter(ProtocolLint::receivesSealed)
                        .isEmpty())
                .forEach(told -> findings.add("emergency: " + told + " cannot be told: it is no party that receives"));
    }

    private static void holds(Protocol protocol, List<String> findings) {
        Protocol.Waits holds = protocol.holds();
        check(
                holds.emergency().compareTo(holds.normal()) <= 0,
                findings,
                "holds: an emergency would wait longer than anything else");
        twice(holds.escalate(), Function.identity())
                .forEach(office -> findings.add("holds: " + office + " is asked twice"));
    }

    private static void delivery(Protocol.Delivery delivery, List<String> findings) {
        check(
                delivery.emergency().compareTo(delivery.normal()) <= 0,
                findings,
                "delivery: an emergency might take longer than anything else");
    }

    private static void clauses(Protocol protocol, List<String> findings) {
        twice(protocol.clauses(), Clause::id).forEach(id -> findings.add("clauses: " + id + " stands twice"));
        Set<String> names = Stream.of(
                        Stream.of(ANY),
                        protocol.parties().stream().map(Party::id).map(AgencyId::value),
                        protocol.parties().stream().map(party -> SECTOR + party.sector()))
                .flatMap(Function.identity())
                .collect(Collectors.toSet());
        for (Clause clause : protocol.clauses()) {
            Stream.concat(clause.from().stream(), clause.to().stream())
                    .filter(name -> !names.contains(name))
                    .sorted()
                    .distinct()
                    .forEach(name -> findings.add(clause.id() + ": " + name + " is no party and no party's sector"));
        }
        check(
                protocol.clauses().stream().anyMatch(ProtocolLint::demandsSignatures),
                findings,
                "clauses: none forbids sharing with the reason " + NOT_A_SIGNATORY);
    }

    private static boolean demandsSignatures(Clause clause) {
        return clause.effect() == Clause.Effect.FORBID
                && clause.from().contains(ANY)
                && clause.to().contains(ANY)
                && clause.purposes().isEmpty()
                && clause.kinds().isEmpty()
                && clause.categories().isEmpty()
                && clause.about().isEmpty()
                && clause.reason().filter(NOT_A_SIGNATORY::equals).isPresent();
    }

    private static boolean canReceive(Party.Alternate alternate) {
        return Stream.of(Use.ENCRYPT, Use.TLS)
                .allMatch(use -> alternate.certificates().stream().anyMatch(certificate -> certificate.use() == use));
    }

    private static boolean keepsRecord(Party party) {
        return party.channels().stream().anyMatch(c -> c.door() == Door.RECORD && c.receives());
    }

    private static boolean receivesSealed(Party party) {
        return party.channels().stream().anyMatch(c -> c.door() != Door.RECORD && c.receives());
    }

    private static boolean has(Party party, Use use) {
        return party.certificates().stream().anyMatch(certificate -> certificate.use() == use);
    }

    private static List<String> codes(JsonNode document, String list, String name) {
        return ProtocolForm.each(document, list)
                .map(node -> ProtocolForm.text(node, name))
                .toList();
    }

    private static <T, K> List<K> twice(Collection<T> all, Function<T, K> key) {
        Set<K> seen = new HashSet<>();
        return all.stream().map(key).filter(k -> !seen.add(k)).distinct().toList();
    }

    private static void check(boolean holds, List<String> findings, String otherwise) {
        if (!holds) {
            findings.add(otherwise);
        }
    }
}
