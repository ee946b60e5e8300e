package org.marac.gateway.running;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.marac.gateway.command.CommandLineTool;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.running.Load.Sent;

/**
 * What must be true when all is over, whatever happened in between: what was acknowledged is in the record once and
 * answered with one receipt; what was disclosed stands in the log and arrives once; the log verifies.
 */
final class Accounting {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int SENT_AGAIN = 40;

    private final RunningGateway gateway;
    private final Load load;
    private final Path place;

    /**
     * @param load one that has ended
     * @param place for the export
     */
    Accounting(RunningGateway gateway, Load load, Path place) {
        this.gateway = gateway;
        this.load = load;
        this.place = place;
    }

    void holds() throws JMSException, IOException {
        assertThat(load.wrong()).isEmpty();
        Map<UUID, Bytes> receipts = everyAcknowledgedMessageIsAnswered();
        everyDisclosureArrivesAndStandsInTheLog();
        aResendGetsTheSameReceipt(receipts);
        theLogVerifies();
    }

    private Map<UUID, Bytes> everyAcknowledgedMessageIsAnswered() throws JMSException {
        Map<UUID, Set<Bytes>> receipts = new HashMap<>();
        Stream.of(load.acknowledged(), load.repeated())
                .flatMap(List::stream)
                .filter(sent -> sent.door() == Load.Door.FHIR)
                .forEach(sent -> receipts.computeIfAbsent(sent.id(), id -> new HashSet<>())
                        .add(sent.receipt()));
        Set<UUID> acknowledged = load.acknowledged().stream().map(Sent::id).collect(toSet());
        for (AgencyId agency : load.senders(Load.Door.QUEUE)) {
            Set<UUID> own = load.acknowledged().stream()
                    .filter(sent -> sent.agency().equals(agency))
                    .map(Sent::id)
                    .collect(toSet());
            try (AgencyClient client = new AgencyClient(agency, gateway)) {
                // As an agency would: where the broker does not answer, it connects again.
                Awaitility.await("receipts of " + agency)
                        .atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(JMSException.class)
                        .untilAsserted(() -> {
                            for (Bytes signed : client.receipts()) {
                                Receipt receipt = Receipt.read(signed);
                                assertThat(receipt.outcome()).isEqualTo("accepted");
                                receipts.computeIfAbsent(receipt.message(), id -> new HashSet<>())
                                        .add(signed);
                            }
                            assertThat(own).allMatch(receipts::containsKey);
                        });
            }
        }
        assertThat(receipts.keySet()).containsAll(acknowledged);
        assertThat(receipts.values()).allSatisfy(ofOne -> assertThat(ofOne).hasSize(1));
        Map<UUID, Bytes> one = new HashMap<>();
        receipts.forEach((id, ofOne) -> one.put(id, ofOne.iterator().next()));
        return one;
    }

    private void everyDisclosureArrivesAndStandsInTheLog() throws JMSException {
        try (State state = State.of(gateway)) {
            Awaitility.await("the outbox")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(state.waiting()).isZero());
            assertThat(state.undeliverable()).isZero();
            List<Entry> entries = state.entries();

            Map<String, Sent> known = new HashMap<>();
            Stream.of(load.acknowledged(), load.givenUp())
                    .flatMap(List::stream)
                    .forEach(sent -> known.put(state.messageRef(sent.agency(), sent.id()), sent));
            List<String> admitted = of(entries, Entry.Admitted.class)
                    .map(entry -> entry.arrived().messageRef().orElseThrow())
                    .toList();
            assertThat(admitted).doesNotHaveDuplicates().allMatch(known::containsKey);
            assertThat(admitted)
                    .containsAll(load.acknowledged().stream()
                            .map(sent -> state.messageRef(sent.agency(), sent.id()))
                            .toList());
            assertThat(state.recorded()).containsExactlyInAnyOrderElementsOf(admitted);

            List<Entry.Disclosed> leaving = of(entries, Entry.Disclosed.class)
                    .filter(entry -> entry.door() != org.marac.gateway.model.Door.RECORD)
                    .toList();
            assertThat(leaving).isNotEmpty();
            assertThat(of(entries, Entry.Disclosed.class)
                            .filter(entry -> entry.door() == org.marac.gateway.model.Door.RECORD))
                    .hasSize(admitted.size());
            assertThat(of(entries, Entry.Delivered.class).map(Entry.Delivered::sha256))
                    .containsExactlyInAnyOrderElementsOf(
                            leaving.stream().map(Entry.Disclosed::sha256).toList());
            Map<AgencyId, Set<Digest>> promised = leaving.stream()
                    .collect(
                            groupingBy(entry -> entry.permit().recipient(), mapping(Entry.Disclosed::sha256, toSet())));
            for (Map.Entry<AgencyId, Set<Digest>> recipient : promised.entrySet()) {
                try (AgencyClient client = new AgencyClient(recipient.getKey(), gateway)) {
                    List<Digest> arrived = new ArrayList<>();
                    Awaitility.await("disclosures for " + recipient.getKey())
                            .atMost(PATIENCE)
                            .ignoreExceptionsInstanceOf(JMSException.class)
                            .untilAsserted(() -> {
                                client.disclosures().forEach(bytes -> arrived.add(bytes.digest()));
                                assertThat(arrived)
                                        .as("what arrived at %s", recipient.getKey())
                                        .hasSameElementsAs(recipient.getValue());
                            });
                    assertThat(arrived).as("the broker drops second copies").doesNotHaveDuplicates();
                }
            }
        }
    }

    private void aResendGetsTheSameReceipt(Map<UUID, Bytes> receipts) throws JMSException, IOException {
        List<Sent> all = load.acknowledged();
        try (AgencyClient police = new AgencyClient(POLICE, gateway);
                AgencyClient hospital = new AgencyClient(HOSPITAL, gateway)) {
            List<Sent> sealed = all.stream()
                    .filter(sent -> sent.agency().equals(POLICE))
                    .limit(SENT_AGAIN)
                    .toList();
            for (Sent sent : sealed) {
                police.send(police.seal(sent.id().toString(), sent.content(), MediaType.CANONICAL), MediaType.CMS);
            }
            Map<UUID, Bytes> again = new HashMap<>();
            Awaitility.await("receipts of what was sent again").atMost(PATIENCE).untilAsserted(() -> {
                police.receipts()
                        .forEach(signed -> again.put(Receipt.read(signed).message(), signed));
                assertThat(again).hasSize(sealed.size());
            });
            assertThat(again).allSatisfy((id, signed) -> assertThat(signed).isEqualTo(receipts.get(id)));

            for (Sent sent : all.stream()
                    .filter(sent -> sent.agency().equals(HOSPITAL))
                    .limit(SENT_AGAIN)
                    .toList()) {
                AgencyClient.Answer answer = hospital.post(sent.content(), "application/fhir+json", sent.id());
                assertThat(answer.status()).isEqualTo(409);
                assertThat(answer.receipt()).contains(receipts.get(sent.id()));
            }
        }
    }

    private void theLogVerifies() {
        String export = place.resolve("export").toString();
        assertThat(CommandLineTool.run(new String[] {
                    "audit", "export", "--data", gateway.data().toString(), export
                }))
                .isZero();
        assertThat(CommandLineTool.run(new String[] {"audit", "verify", export}))
                .isZero();
    }

    private static <E extends Entry> Stream<E> of(List<Entry> entries, Class<E> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast);
    }
}
