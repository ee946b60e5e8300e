package org.marac.gateway.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.audit.Listed;
import org.marac.gateway.audit.Result;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.seal.Keyring;

/**
 * The example day: invented messages of several agencies through the real doors with real certificates, and a table of
 * what was decided and why.
 */
public final class ExampleDay {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId HOUSING = new AgencyId("wenbury-housing");
    private static final AgencyId FIRE = new AgencyId("wenbury-fire");

    private final Doors doors;
    private final Accounts accounts;
    private final Clock clock;
    private final List<Told> told = new ArrayList<>();

    /**
     * Where the doors are, and with whose keys to knock.
     *
     * @param certificates laid out like {@code certs-example}
     * @param host of all doors
     * @param fhirPort of the FHIR door
     * @param amqpPort of the queue door
     * @param coordinator whose gateway it is
     */
    public record Doors(Path certificates, String host, int fhirPort, int amqpPort, AgencyId coordinator) {}

    /** One scene and how it was answered. */
    record Told(String what, AgencyId from, String door, Optional<Bytes> receipt) {}

    /**
     * @param doors where to knock
     * @param accounts who can say, from a receipt, what was decided
     * @param clock for the messages' creation times
     */
    public ExampleDay(Doors doors, Accounts accounts, Clock clock) {
        this.doors = doors;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Plays it and prints what happened. */
    public void play(PrintStream out) {
        UUID first = UUID.randomUUID();
        UUID conversation = UUID.randomUUID();
        Bytes referral = message("hospital-referral.fhir.json", UUID.randomUUID());
        fhir("hospital referral, FHIR", referral, first, conversation);
        sealed("police referral, sealed", POLICE, "police-referral.json");
        fhir("the hospital's referral again", referral, first, conversation);
        sealed("what the hospital knows, an update", HOSPITAL, "hospital-information.json");
        sealed("referral of an agency that has not signed", FIRE, "fire-referral.json");
        sealed("referral below the threshold, no rationale", POLICE, "below-threshold.json");
        forged("referral in the police's name, forged", POLICE, HOUSING, "police-referral.json");
        fhir("malformed FHIR", message("malformed.json", UUID.randomUUID()), UUID.randomUUID(), UUID.randomUUID());
        out.println();
        out.println("The example day: invented people, real doors, real certificates.");
        out.println();
        out.println(table().text());
        out.println(next());
    }

    private String next() {
        return String.join(
                "\n",
                "Where to look next (the jar is made by: mvn package -DskipTests):",
                "  java -jar target/marac-gateway.jar audit list                 who shared what with whom",
                "  java -jar target/marac-gateway.jar audit show " + lastIndex()
                        + "               one decision, its clauses in words, the proof",
                "  java -jar target/marac-gateway.jar audit export export        the log and the protocol, for anyone to verify",
                "  java -jar target/marac-gateway.jar audit verify export",
                "  curl http://127.0.0.1:9000/actuator/health/readiness",
                "  https://" + doors.host() + ":" + doors.fhirPort()
                        + "/fhir/metadata        with a client certificate of certs-example/agencies",
                "Disclosures wait, sealed, at marac.out.haven-idva. The gateway stays up; stop it with Ctrl-C.");
    }

    private long lastIndex() {
        return told.stream()
                .flatMap(scene -> scene.receipt().stream())
                .mapToLong(receipt -> accounts.read(receipt).position().index())
                .findFirst()
                .orElse(0);
    }

    private Table table() {
        Table table = new Table("#", "what came", "from", "door", "answer", "log", "for", "decided", "clauses");
        for (int i = 0; i < told.size(); i++) {
            Told scene = told.get(i);
            fill(table, Integer.toString(i + 1), scene);
        }
        return table;
    }

    private void fill(Table table, String number, Told scene) {
        if (scene.receipt().isEmpty()) {
            table.row(number, scene.what(), scene.from().value(), scene.door(), "no answer", "", "", "", "");
            return;
        }
        Accounts.Receipt receipt = accounts.read(scene.receipt().get());
        String index = Long.toString(receipt.position().index());
        boolean first = true;
        for (Listed.Line line : accounts.entry(receipt).map(Listed::lines).orElse(List.of())) {
            if (line.recipient().isEmpty() || line.result() == Result.PERMITTED) {
                table.row(
                        first ? number : "",
                        first ? scene.what() : "",
                        first ? scene.from().value() : "",
                        first ? scene.door() : "",
                        first ? receipt.outcome() : "",
                        first ? index : "",
                        line.recipient().map(AgencyId::value).orElse(""),
                        line.result().word()
                                + line.reason().map(reason -> ": " + reason).orElse(""),
                        EntryText.clauses(line.clauses()));
                first = false;
            }
        }
    }

    private Bytes message(String template, UUID id) {
        return Templates.fresh(template, id, clock.instant());
    }

    private void fhir(String what, Bytes message, UUID request, UUID conversation) {
        FhirClient client = new FhirClient(credentials(HOSPITAL), doors.host(), doors.fhirPort());
        FhirClient.Answer answer = client.send(message, MediaType.FHIR_JSON, request, conversation);
        told.add(new Told(what, HOSPITAL, "fhir " + answer.status(), answer.receipt()));
    }

    private void sealed(String what, AgencyId agency, String template) {
        queue(what, agency, template, new AgencySeal(credentials(agency), doors.coordinator(), clock));
    }

    /** Signed with the key of another agency than the one that speaks. */
    private void forged(String what, AgencyId agency, AgencyId signer, String template) {
        Keyring others = Keyring.read(credentials(signer).own());
        queue(what, agency, template, new AgencySeal(credentials(agency), doors.coordinator(), others, clock));
    }

    private void queue(String what, AgencyId agency, String template, AgencySeal seal) {
        UUID id = UUID.randomUUID();
        Bytes sealed = seal.seal(new MessageId(id.toString()), message(template, id), MediaType.CANONICAL);
        try (QueueClient client = new QueueClient(credentials(agency), doors.host(), doors.amqpPort())) {
            client.send(sealed, MediaType.CMS);
            told.add(new Told(what, agency, "queue", client.receipt(PATIENCE)));
        }
    }

    private Credentials credentials(AgencyId agency) {
        return new Credentials(doors.certificates(), agency);
    }
}
