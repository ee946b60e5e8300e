package org.marac.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.command.CommandLineTool;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/**
 * What a referral says of people stands nowhere in clear: whether it was admitted, refused, could not be read, could not
 * be processed or waits to be delivered, while the gateway runs and after it has stopped.
 */
class CanaryIT {
    private static final AgencyId HOSPITAL = Examples.HOSPITAL;
    private static final AgencyId POLICE = Examples.POLICE;
    private static final AgencyId IDVA = Examples.IDVA;
    private static final AgencyId HOUSING = new AgencyId("wenbury-housing");
    private static final AgencyId FIRE = new AgencyId("wenbury-fire");
    private static final AgencyId UNREACHABLE = new AgencyId("wenbury-childrens-services");
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    /** Names, addresses, numbers and sentences of the invented people. */
    private static final List<String> MARKS = List.of(
            "Okafor-Lindqvist",
            "Sunniva",
            "9990000026",
            "Copperbeck",
            "WB1 9QT",
            "07700 900461",
            "07700 900577",
            "Brackenridge",
            "Spindle Yard",
            "07700 900318",
            "Annika Lindqvist",
            "07700 900623",
            "saw black spots",
            "locks changed",
            "Imogen Tallis",
            "01632 960 144",
            "Ashdown",
            "Rhiannon",
            "9990000018",
            "Larkfold",
            "WB2 4LQ",
            "Willowmere House",
            "WB9 7ZX",
            "07700 900131",
            "07700 900842",
            "Colthorpe-Vane",
            "07700 900390",
            "hunting knives",
            "Vasquez-Byrne",
            "fractured wrist",
            "Pennyfeather",
            "Saltmarsh Lodge",
            "07700 900155");

    private final Canaries canaries = new Canaries(MARKS);
    private final List<String> said = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();

    @TempDir
    Path place;

    @Test
    void nothingOfAReferralStandsAnywhereInClear() throws Exception {
        Path own = Files.createDirectories(place.resolve("gateway"));
        Path routes = copy(Path.of("routes"), place.resolve("routes"));
        Files.delete(routes.resolve("agencies").resolve(UNREACHABLE + ".camel.yaml"));
        try (RunningGateway gateway = RunningGateway.start(own.resolve("data"), "--gateway.routes=" + routes);
                AgencyClient hospital = new AgencyClient(HOSPITAL, gateway);
                AgencyClient police = new AgencyClient(POLICE, gateway);
                AgencyClient idva = new AgencyClient(IDVA, gateway);
                AgencyClient housing = new AgencyClient(HOUSING, gateway);
                AgencyClient fire = new AgencyClient(FIRE, gateway)) {
            List<UUID> admitted = whatIsAdmitted(hospital, police, idva);
            int negative = whatIsRefused(hospital, police, housing, fire);
            negative += whatCannotBeRead(hospital, police);
            whatMayBePutAroundAMessage(hospital, police);
            everyoneIsAnswered(police, negative);
            assertThat(MARKS)
                    .as("the marks were sent")
                    .allMatch(mark -> said.stream().anyMatch(text -> text.contains(mark)));

            try (State state = State.of(gateway)) {
                assertThat(admitted)
                        .as("the record knows them")
                        .allMatch(id -> Stream.of(HOSPITAL, POLICE, IDVA)
                                .anyMatch(sender -> !canaries.in(state.filed(sender, id), "the record")
                                        .isEmpty()));
                assertThat(state.waiting()).as("disclosures that wait").isPositive();
                assertThat(found(state.unread()))
                        .as("what could not be read is kept")
                        .hasSizeGreaterThan(10);
                assertThat(found(state.rows())).isEmpty();
            }
            assertThat(CommandLineTool.run(new String[] {
                        "audit",
                        "export",
                        "--data",
                        gateway.data().toString(),
                        own.resolve("export").toString()
                    }))
                    .isZero();
            whatCannotBeProcessed(gateway, hospital, police);
            assertThat(found(answers)).isEmpty();
            assertThat(canaries.in(own)).as("while it runs").isEmpty();
            gateway.giveDatabaseBack();

            gateway.stop();

            assertThat(canaries.in(own)).as("after it stopped").isEmpty();
        }
    }

    private List<UUID> whatIsAdmitted(AgencyClient hospital, AgencyClient police, AgencyClient idva)
            throws IOException, JMSException {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(6).toList();
        assertThat(post(hospital, example("hospital-referral.fhir.json", ids.get(0)), "application/fhir+json"))
                .isEqualTo(200);
        assertThat(post(hospital, example("hospital-referral.fhir.xml", ids.get(1)), "application/fhir+xml"))
                .isEqualTo(200);
        plain(hospital, withDocument(example("hospital-information.json", ids.get(2))));
        sealed(police, ids.get(3), example("police-referral.json", ids.get(3)));
        sealed(idva, ids.get(4), example("idva-information.json", ids.get(4)));
        plain(hospital, example("police-referral.json", ids.get(5)).replace("wenbury-police\"", HOSPITAL + "\""));
        accepted(hospital, 2);
        accepted(police, 1);
        accepted(idva, 1);
        return ids;
    }

    /** With a document attached that its reader complains of, and would quote. */
    private static String withDocument(String message) {
        String pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>endobj\n"
                + "4 0 obj<</Length 33>>stream\nBT (Willowmere House) Td ET\nendstream endobj\n"
                + "trailer<</Root 1 0 R>>\n%%EOF\n";
        return message.replaceFirst(
                "\"header\": *\\{",
                "\"header\": {\"attachments\": [{\"category\": \"HEALTH\", \"subject\": \"VICTIM\","
                        + " \"mediaType\": \"application/pdf\", \"data\": \""
                        + Base64.getEncoder().encodeToString(pdf.getBytes(StandardCharsets.US_ASCII)) + "\"}],");
    }

    private int whatIsRefused(AgencyClient hospital, AgencyClient police, AgencyClient housing, AgencyClient fire)
            throws IOException, JMSException {
        plain(police, example("police-referral.json", UUID.randomUUID()));
        UUID low = UUID.randomUUID();
        sealed(police, low, example("below-threshold.json", low));
        UUID forged = UUID.randomUUID();
        String referral = said(example("police-referral.json", forged));
        police.send(housing.seal(forged.toString(), Bytes.utf8(referral), MediaType.CANONICAL), MediaType.CMS);
        UUID unsigned = UUID.randomUUID();
        sealed(fire, unsigned, example("fire-referral.json", unsigned));
        UUID id = UUID.randomUUID();
        String first = example("hospital-referral.fhir.json", id);
        assertThat(post(hospital, first, "application/fhir+json")).isEqualTo(200);
        assertThat(post(hospital, first.replace("Ashdown", "Pennyfeather"), "application/fhir+json"))
                .isEqualTo(409);
        return 3;
    }

    private int whatCannotBeRead(AgencyClient hospital, AgencyClient police) throws IOException, JMSException {
        String fhir = example("hospital-referral.fhir.json", UUID.randomUUID());
        String xml = example("hospital-referral.fhir.xml", UUID.randomUUID());
        List<String> wrongJson = List.of(
                fhir.substring(0, fhir.indexOf("WB9 7ZX") + 7),
                fhir.replace("\"birthDate\": \"1991-03-14\"", "\"birthDate\": \"Ashdown\""),
                fhir.replace("\"status\": \"active\"", "\"status\": \"Rhiannon\""),
                fhir.replace("\"authoredOn\"", "\"Colthorpe-Vane\""),
                fhir.replace("\"resourceType\": \"Patient\"", "\"resourceType\": \"Ashdown\""),
                fhir.replace("\"9990000018\"", "9990000018"),
                "Rhiannon Ashdown, 14 Larkfold Close, WB2 4LQ");
        for (String wrong : wrongJson) {
            // FHIR's readers forgive some of it, and some of it says less than was meant.
            assertThat(post(hospital, wrong, "application/fhir+json")).isLessThan(500);
        }
        List<String> wrongXml = List.of(
                xml.substring(0, xml.length() - 100),
                xml.replace("<birthDate value=\"1991-03-14\"", "<Ashdown value=\"Larkfold\""),
                xml.replace("<Bundle", "<!DOCTYPE Ashdown [<!ENTITY Rhiannon \"Larkfold\">]><Bundle"),
                xml.replace("</Bundle>", "</Ashdown>"));
        for (String wrong : wrongXml) {
            assertThat(post(hospital, wrong, "application/fhir+xml")).isLessThan(500);
        }
        String canonical = example("police-referral.json", UUID.randomUUID());
        List<String> wrongCanonical = List.of(
                canonical.substring(0, canonical.indexOf("saw black spots") + 15),
                canonical.replace("\"landlord\"", "\"Copperbeck\""),
                canonical.replace("\"gender\": \"female\"", "\"gender\": \"Sunniva\""),
                canonical.replace("1987-09-30", "Okafor-Lindqvist"),
                canonical.replace("\"purpose\": \"REFERRAL\"", "\"purpose\": \"Brackenridge\""),
                canonical.replace("{\"family\": \"Okafor-Lindqvist\"", "{\"family\": [\"Okafor-Lindqvist\"]"));
        for (String wrong : wrongCanonical) {
            sealed(police, UUID.randomUUID(), wrong);
        }
        Bytes seal = police.seal(UUID.randomUUID().toString(), Bytes.utf8(canonical), MediaType.CANONICAL);
        police.send(Bytes.of(java.util.Arrays.copyOf(seal.toArray(), seal.size() / 2)), MediaType.CMS);
        police.send(Bytes.utf8(canonical), MediaType.CMS);
        return wrongCanonical.size() + 2;
    }

    private void whatMayBePutAroundAMessage(AgencyClient hospital, AgencyClient police)
            throws IOException, JMSException {
        Bytes body = Bytes.utf8(said(example("hospital-referral.fhir.json", UUID.randomUUID())));
        String name = "Rhiannon Ashdown";
        String encoded = Base64.getEncoder()
                .encodeToString(
                        ("{\"system\":\"" + name + "\",\"value\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
        Map<String, String> usual = Map.of(
                "Content-Type",
                "application/fhir+json",
                "X-Request-Id",
                UUID.randomUUID().toString(),
                "X-Correlation-Id",
                UUID.randomUUID().toString());
        List<Map<String, String>> headers = List.of(
                with(usual, "X-Request-Id", name),
                with(usual, "X-Correlation-Id", name),
                with(usual, "NHSD-Target-Identifier", encoded.substring(4)),
                with(usual, "NHSD-Target-Identifier", name),
                with(usual, "Content-Type", "application/" + name.replace(' ', '-')),
                with(usual, "Accept", name),
                with(usual, "Cookie", "JSESSIONID=" + name.replace(' ', '-')));
        for (Map<String, String> one : headers) {
            answers.add(
                    hospital.ask("POST", "/fhir/$process-message", body, one).body());
        }
        for (String path : List.of(
                "/fhir/$process-message?name=Ashdown",
                "/fhir/Patient",
                "/fhir/Ashdown",
                "/fhir/Ashdown/9990000018/$Larkfold",
                "/Ashdown;jsessionid=Rhiannon",
                "/fhir/$process-message/%00Ashdown")) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS")) {
                hospital.ask(method, path + (path.contains("?") ? "" : "?family=Ashdown"), body, usual);
            }
        }
        byte[] large = Bytes.utf8(("Rhiannon Ashdown, 14 Larkfold Close. ".repeat(150_000)))
                .toArray();
        assertThat(hospital.ask("POST", "/fhir/$process-message", Bytes.of(large), usual)
                        .status())
                .isEqualTo(413);
        police.send(Bytes.of(large), MediaType.CMS);
        police.send(Bytes.utf8("Sunniva"), "text/Okafor-Lindqvist", amqp -> {
            amqp.setStringProperty("name", "Sunniva Okafor-Lindqvist");
            amqp.setJMSCorrelationID("Brackenridge");
            amqp.setJMSType("07700 900461");
            amqp.setStringProperty("JMSXGroupID", "Copperbeck");
        });
        police.hangUp();
    }

    /** The database is away: nothing is written, the message waits at the door. */
    private void whatCannotBeProcessed(RunningGateway gateway, AgencyClient hospital, AgencyClient police)
            throws IOException, JMSException {
        gateway.takeDatabaseAway();
        assertThat(post(hospital, example("hospital-referral.fhir.json", UUID.randomUUID()), "application/fhir+json"))
                .isEqualTo(503);
        UUID id = UUID.randomUUID();
        sealed(police, id, example("police-referral.json", id));
        Awaitility.await("the sealed one fails too")
                .atMost(PATIENCE)
                .until(() -> Files.readString(gateway.log())
                        .lines()
                        .anyMatch(line ->
                                line.contains("marac.work.wenbury-police") && line.contains("Failed delivery")));
    }

    private void everyoneIsAnswered(AgencyClient police, int negative) {
        Set<String> refusals = new HashSet<>();
        Set<Bytes> receipts = new HashSet<>();
        Awaitility.await("the negative receipts").atMost(PATIENCE).untilAsserted(() -> {
            for (Bytes signed : police.receipts()) {
                receipts.add(signed);
                answers.add(Receipt.read(signed).document().toString());
                refusals.add(Receipt.read(signed).refusal());
            }
            assertThat(receipts).hasSizeGreaterThanOrEqualTo(negative + 2);
        });
        assertThat(refusals)
                .contains("denied", "certificate-rejected", "unreadable", "invalid", "too-large", "channel-not-agreed");
    }

    private void accepted(AgencyClient agency, int count) {
        List<String> outcomes = new ArrayList<>();
        Awaitility.await("receipts of " + agency.agency()).atMost(PATIENCE).untilAsserted(() -> {
            for (Bytes signed : agency.receipts()) {
                Receipt receipt = Receipt.read(signed);
                answers.add(receipt.document().toString());
                outcomes.add(receipt.outcome() + receipt.refusal());
            }
            assertThat(outcomes).hasSize(count);
        });
        assertThat(outcomes).containsOnly("accepted");
    }

    private int post(AgencyClient client, String message, String type) throws IOException {
        AgencyClient.Answer answer = client.post(Bytes.utf8(said(message)), type, UUID.randomUUID());
        answers.add(answer.body());
        return answer.status();
    }

    private void sealed(AgencyClient client, UUID id, String message) throws JMSException {
        client.send(client.seal(id.toString(), Bytes.utf8(said(message)), MediaType.CANONICAL), MediaType.CMS);
    }

    private void plain(AgencyClient client, String message) throws JMSException {
        client.send(Bytes.utf8(said(message)), MediaType.CANONICAL);
    }

    private String said(String text) {
        said.add(text);
        return text;
    }

    private Set<String> found(List<String> texts) {
        Set<String> found = new TreeSet<>();
        texts.forEach(text -> found.addAll(canaries.in(text, text.substring(0, Math.min(60, text.length())))));
        return found;
    }

    private static String example(String name, UUID id) {
        return Invented.renewed(Examples.text(name), id);
    }

    private static Map<String, String> with(Map<String, String> usual, String name, String value) {
        Map<String, String> changed = new HashMap<>(usual);
        changed.put(name, value);
        return changed;
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
