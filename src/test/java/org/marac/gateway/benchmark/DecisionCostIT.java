package org.marac.gateway.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.marac.gateway.disclosure.Disclosure;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Tie;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.protocol.Shelves;

/**
 * What do deciding and disclosing cost, for each of twelve recipients under a protocol of two hundred clauses, beside the
 * one signature that each disclosure needs anyway? Processor time of this thread. Prints; asserts only that all twelve
 * got a view.
 */
@Tag("benchmark")
class DecisionCostIT {
    private static final int CLAUSES = 200;
    private static final int RECIPIENTS = 12;
    private static final int WARM_UP = Integer.getInteger("benchmark.warm", 3_000);
    private static final int ROUND = Integer.getInteger("benchmark.round", 1_000);
    private static final Path REPORT = Path.of("target", "benchmark-decision.txt");

    private final Policy policy = new Policy();
    private final Formats formats = new Formats(new Mappings(Path.of("routes", "mappings")));
    private final Disclosure disclosure =
            new Disclosure(formats.schema(), formats.labels()::of, (type, document) -> Optional.empty());
    private final Protocol protocol = protocol();

    @Test
    void decidingAndDisclosingBesideOneSignature() throws Exception {
        Bytes canonical = Bytes.utf8(information());
        Message message = formats.read(canonical);
        Question question = Question.of(
                message,
                formats.materials(canonical),
                Assurance.SIGNED,
                new Matched(
                        Map.of(new AgencyId("wenbury-substance-misuse"), Set.of(Tie.parse("VICTIM/CLIENT"))),
                        List.of(),
                        Set.of(),
                        Map.of(),
                        Optional.empty()),
                new InForce(protocol, protocol.parties().stream().map(Party::id).collect(Collectors.toSet())),
                Instant.parse("2026-11-21T20:00:00Z"));
        List<Guarded> guarded = List.of(
                new Guarded(
                        new Material(DataCategory.ADDRESS_SAFE, Role.VICTIM),
                        Guarded.Kind.ADDRESS,
                        "12 Heron Quay, Eastmere"),
                new Guarded(
                        new Material(DataCategory.CONTACT_SAFE, Role.VICTIM), Guarded.Kind.TELEPHONE, "07700 900155"));
        Decision decision = policy.decide(protocol, question);
        assertThat(decision.permits()).hasSize(RECIPIENTS);
        Callable<Decision> decide = () -> policy.decide(protocol, question);
        Callable<List<Projected>> disclose = () -> disclosure.disclose(
                canonical, Optional.of(protocol.coordinator()), decision.permits(), guarded, Doubt.WAITS);
        assertThat(disclose.call()).hasSize(RECIPIENTS);
        Callable<byte[]> sign = signing(canonical.toArray());
        List<String> report = new ArrayList<>();
        report.add(String.format(
                Locale.ROOT,
                "%d clauses, %d recipients, a message of %d bytes; microseconds of processor time",
                protocol.clauses().size(),
                RECIPIENTS,
                canonical.size()));
        report.add("  round   decide   disclose   both, per recipient   one signature   ratio");
        for (Callable<?> work : List.of(decide, disclose, sign)) {
            microseconds(work, WARM_UP);
        }
        for (int round = 1; round <= 5; round++) {
            double deciding = microseconds(decide, ROUND);
            double disclosing = microseconds(disclose, ROUND);
            double signing = microseconds(sign, ROUND);
            double each = (deciding + disclosing) / RECIPIENTS;
            report.add(String.format(
                    Locale.ROOT,
                    "  %5d   %6.1f   %8.1f   %19.1f   %13.1f   %5.2f",
                    round,
                    deciding,
                    disclosing,
                    each,
                    signing,
                    each / signing));
        }
        String text = String.join("\n", report) + "\n";
        System.out.println(text);
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, text);
    }

    /** As the seal signs: ECDSA on P-256 with SHA-256, by the same library. */
    private static Callable<byte[]> signing(byte[] content) throws GeneralSecurityException {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        return () -> {
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            signature.initSign(pair.getPrivate());
            signature.update(content);
            return signature.sign();
        };
    }

    private static double microseconds(Callable<?> work, int times) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            work.call();
        }
        return (threads.getCurrentThreadCpuTime() - before) / 1_000.0 / times;
    }

    /** The example protocol with a thirteenth party, and its own clauses again under further numbers. */
    private static Protocol protocol() {
        Protocol wenbury = Shelves.wenbury();
        List<Clause> clauses = new ArrayList<>(wenbury.clauses());
        List<Clause> again = wenbury.clauses().stream()
                .sorted(Comparator.comparing(Clause::id))
                .toList();
        for (int i = 0; clauses.size() < CLAUSES; i++) {
            clauses.add(numbered(again.get(i % again.size()), new ClauseId("D" + (1 + i / 100) + "." + (i % 100))));
        }
        List<Party> parties = new ArrayList<>(wenbury.parties());
        parties.add(mentalHealth(wenbury.party(new AgencyId("wenbury-gp")).orElseThrow()));
        return new Protocol(
                wenbury.id(),
                wenbury.version(),
                Digest.of(new byte[] {1}),
                wenbury.title(),
                wenbury.previous(),
                wenbury.effective(),
                wenbury.review(),
                wenbury.expires(),
                wenbury.coordinator(),
                wenbury.governance(),
                wenbury.envelope(),
                parties,
                clauses,
                wenbury.thresholds(),
                wenbury.repeat(),
                wenbury.retention(),
                wenbury.emergency(),
                wenbury.lateReview(),
                wenbury.holds(),
                wenbury.delivery());
    }

    private static Party mentalHealth(Party gp) {
        return new Party(
                new AgencyId("wenbury-mental-health"),
                "Wenbury Mental Health",
                gp.sector(),
                "Wenbury Mental Health",
                gp.regime(),
                gp.relevantAuthority(),
                gp.publicAuthority(),
                gp.contact(),
                gp.certificates(),
                gp.channels(),
                gp.alsoKnownAs(),
                gp.officers(),
                gp.alternate());
    }

    private static Clause numbered(Clause c, ClauseId id) {
        return new Clause(
                id,
                c.effect(),
                c.title(),
                c.text(),
                c.from(),
                c.to(),
                c.purposes(),
                c.kinds(),
                c.categories(),
                c.about(),
                c.when(),
                c.obligations(),
                c.basis(),
                c.reason(),
                c.rules());
    }

    /** For an action, with something for everyone; the substance misuse service has a danger to its staff. */
    private static String information() {
        String[][] items = {
            {"RISK", "VICTIM"},
            {"RISK", "CHILD"},
            {"STAFF_SAFETY", "ALLEGED_PERPETRATOR"},
            {"VICTIM_ADDRESS", "VICTIM"},
            {"ADDRESS_SAFE", "VICTIM"},
            {"CONTACT_SAFE", "VICTIM"},
            {"CHILD", "CHILD"},
            {"SCHOOL", "CHILD"},
            {"HEALTH", "VICTIM"},
            {"HEALTH", "ALLEGED_PERPETRATOR"},
            {"MENTAL_HEALTH", "CHILD"},
            {"CRIMINAL_OFFENCE", "ALLEGED_PERPETRATOR"},
            {"HOUSING", "VICTIM"},
            {"EXCLUSION", "VICTIM"},
            {"NARRATIVE", "VICTIM"},
            {"DIVERSITY", "VICTIM"}
        };
        StringBuilder json = new StringBuilder("""
                {"kind":"INFORMATION","version":1,"header":{"id":"i-1","sender":"wenbury-hospital",
                "created":"2026-11-21T20:00:00Z","purpose":"ACTION","marking":"OFFICIAL-SENSITIVE",
                "justification":{"necessity":"The panel must know.","proportionality":"No more than that."}},
                "victim":{"name":{"family":"Ashdown","given":["Rhiannon"]},"birthDate":"1991-03-14","nhsNumber":"9990000018"},
                "allegedPerpetrators":[{"name":{"family":"Colthorpe-Vane","given":["Darren"]},"birthDate":"1988-11-02"}],
                "items":[""");
        for (int i = 0; i < items.length; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"category\":\"")
                    .append(items[i][0])
                    .append("\",\"assertion\":\"ALLEGATION\",\"subject\":\"")
                    .append(items[i][1])
                    .append("\",\"asOf\":\"2026-11-21\",\"text\":\"")
                    .append(
                            "Said to a nurse on the ward, who wrote it down the same evening and told the named nurse. ")
                    .append("It was said again, in other words, on the day after; nothing about it had changed.")
                    .append("\"}");
        }
        return json.append("]}").toString();
    }
}
