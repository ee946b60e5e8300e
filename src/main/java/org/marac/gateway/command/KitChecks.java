package org.marac.gateway.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.PinnedCertificates;
import org.marac.gateway.wiring.SignedArea;

/** What can be told of a connection before anything is sent. */
final class KitChecks {
    private static final DateTimeFormatter HL7 =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'+0000'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private KitChecks() {}

    /** Whether the agency's keys and certificates are there and fit together; without them nothing can be sent. */
    static boolean keys(Credentials credentials, KitDoor door, Checklist list) {
        boolean all = true;
        for (Use use : door.uses()) {
            String name = use.name().toLowerCase(Locale.ROOT);
            if (!Files.exists(credentials.key(name))) {
                list.no("there is no " + credentials.key(name), "onboard new makes it");
                all = false;
            } else if (!Files.exists(credentials.certificate(name))) {
                list.no(
                        "there is no " + credentials.certificate(name),
                        "send " + name + ".csr to the area's authority and put there what comes back");
                all = false;
            }
        }
        if (!all) {
            return false;
        }
        try {
            Keyring.read(credentials.own());
            if (door == KitDoor.MAIL) {
                Keyring.ofMail(credentials.own());
            }
            list.yes("the signing and the encryption key are strong, and belong to their certificates");
            return true;
        } catch (IllegalArgumentException e) {
            list.no(String.valueOf(e.getMessage()), "put the pair there that belongs together");
            return false;
        }
    }

    /** What the protocol says of the agency. */
    static void protocol(Path directory, Credentials credentials, KitDoor door, Checklist list) {
        SignedArea area = SignedArea.read(directory);
        Instant now = Clock.systemUTC().instant();
        AgencyId agency = credentials.agency();
        Optional<InForce> inForce = area.shelf().inForce(now);
        if (inForce.isEmpty()) {
            list.no("no version of the protocol is in force", "protocol check " + directory + " says why");
            return;
        }
        String version = "version " + inForce.get().protocol().version();
        Optional<Party> party = inForce.get().protocol().party(agency);
        if (party.isEmpty()) {
            boolean later = area.shelf().parties().contains(agency);
            list.no(
                    version + " of the protocol, which is in force, does not name " + agency,
                    later ? "another version does: it is not in force" : "its entry must come into the next version");
            return;
        }
        list.yes(version + " of the protocol, which is in force, names " + agency);
        certificates(area, party.get(), credentials, door, now, list);
        if (inForce.get().signatories().contains(agency)) {
            list.yes(agency + " has signed it");
        } else {
            list.no(agency + " has not signed it, or its signature no longer stands", "protocol check says why");
        }
        boolean agreed = party.get().channels().stream()
                .anyMatch(channel -> channel.door().code().equals(door.code()) && channel.sends());
        if (agreed) {
            list.yes("it gives " + agency + " the channel " + door.code());
        } else {
            list.no("it does not give " + agency + " the channel " + door.code(), "its entry needs " + door.channel());
        }
    }

    private static void certificates(
            SignedArea area, Party party, Credentials credentials, KitDoor door, Instant now, Checklist list) {
        PinnedCertificates pinned = new PinnedCertificates(area.trust(), area.certificates());
        for (Use use : door.uses()) {
            String name = use.name().toLowerCase(Locale.ROOT);
            Digest digest = Certificates.digestOf(credentials.certificate(name));
            if (!party.pins(use, digest)) {
                list.no("the protocol does not pin " + name + ".crt for " + party.id(), "it must name " + digest.hex());
                continue;
            }
            pinned.check(digest, use, now)
                    .ifPresentOrElse(
                            problem -> list.no(name + ".crt is pinned and not good: " + problem, advice(problem)),
                            () -> list.yes(name + ".crt is the one the protocol pins, and is good now"));
        }
    }

    private static String advice(String problem) {
        return problem.equals("not-pinned")
                ? "the file itself must lie in trust/certificates of the protocol directory"
                : "have the area's authority issue another, and the protocol name it";
    }

    /** What is wrong with the agency's mappings, whichever of them its message is read with. */
    static void mappings(Path directory, AgencyId agency, Checklist list) {
        List<Mappings.Problem> faulty = new Mappings(directory)
                .problems().stream()
                        .filter(problem -> problem.agency().equals(agency.value()))
                        .toList();
        faulty.forEach(problem -> list.no(
                "the mapping " + problem.sentence(), "mend that line; what it is for cannot be read until then"));
        if (faulty.isEmpty() && Files.isDirectory(directory.resolve(agency.value()))) {
            list.yes("its mappings in " + directory.resolve(agency.value()) + " are sound");
        }
    }

    /** An invented referral of the agency, marked as a test. */
    static Bytes sample(KitDoor door, AgencyId agency, Instant now) {
        Instant created = now.truncatedTo(ChronoUnit.SECONDS);
        return Bytes.utf8(KitText.resource(door.sample(), agency)
                .replace("${id}", UUID.randomUUID().toString())
                .replace("${created.hl7}", HL7.format(created))
                .replace("${created}", created.toString()));
    }
}
