package org.marac.gateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.kit.Hl7Examples;

/** The hospital's referrals as each door takes them; each of other people and of no children. */
final class DoorMessages {
    /** Of a table. */
    static final String HEADER =
            "Referral reference,Date of Referral,Referred By Name,Victim name,Victim DOB,NHS number,"
                    + "Alleged perpetrator,Professional judgement,Rationale,Does the client consent to this referral\n";

    private static final String XML = readXml();

    private final Referrals referrals;

    DoorMessages(Referrals referrals) {
        this.referrals = referrals;
    }

    /** So many of a kind. */
    static List<byte[]> of(int count, Supplier<String> one) {
        return Stream.generate(one)
                .limit(count)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    String fhir() {
        return referrals.plain(UUID.randomUUID(), DoorCallers.HOSPITAL).text();
    }

    String hl7() {
        String id = UUID.randomUUID().toString();
        return Hl7Examples.referral(id, id.substring(0, 18))
                .lines()
                .filter(line -> !line.contains("|CH-") && !line.contains("|TALK-"))
                .collect(Collectors.joining("\r", "", "\r"))
                .replace("Ashdown", referrals.family())
                .replace("Tregarth", referrals.family())
                .replace("Colthorpe-Vane", referrals.family())
                .replace("9990000018", referrals.nhsNumber())
                .replaceAll("07700 900[0-9]{3}", telephone())
                .replace("14 Larkfold Close", Math.abs(id.hashCode()) + " Larkfold Close");
    }

    String xml() {
        String id = UUID.randomUUID().toString();
        return XML.replace("${id}", id)
                .replace(
                        "${created}",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .replace("Ashdown", referrals.family())
                .replace("Colthorpe-Vane", referrals.family())
                .replace("999 000 0018", referrals.nhsNumber())
                .replaceAll("07700 900[0-9]{3}", telephone())
                .replace("14 Larkfold Close", Math.abs(id.hashCode()) + " Larkfold Close");
    }

    String row() {
        return UUID.randomUUID() + ",2026-11-19,Imogen Tallis,Rhiannon "
                + referrals.family().toUpperCase(Locale.ROOT)
                + ",1991-03-14," + referrals.nhsNumber() + ",Darren " + referrals.family()
                + ",Yes,control that grows,Yes\n";
    }

    /** In the range that is kept for stories. */
    private static String telephone() {
        return String.format("07700 9%05d", ThreadLocalRandom.current().nextInt(100_000));
    }

    private static String readXml() {
        try {
            return Files.readString(Path.of("src/test/resources/agency/hospital-referral.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
