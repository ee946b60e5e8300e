package org.marac.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.seal.CertificateRequests;
import org.marac.gateway.seal.Certificates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes what an agency needs to be connected, and says what to do with it. */
@Command(
        name = "new",
        description =
                "Writes the route file, mapping, keys and certificate requests of an agency, and its entry in the protocol to"
                        + " be agreed. Run again, it keeps the keys and the mapping, and puts the digests of the certificates into the entry.")
final class OnboardNewVerb implements Callable<Integer> {
    @Option(names = "--agency", required = true, description = "its id, for example wenbury-refuge")
    String agency = "";

    @Option(names = "--door", required = true, description = "${COMPLETION-CANDIDATES}; may be given twice")
    List<KitDoor> doors = List.of();

    @Option(
            names = "--format",
            description = "what its system writes: ${COMPLETION-CANDIDATES}; CANONICAL, FHIR and HL7 need no mapping",
            defaultValue = "CANONICAL")
    KitFormat format = KitFormat.CANONICAL;

    @Option(names = "--name", required = true, description = "its name for people")
    String name = "";

    @Option(names = "--sector", description = "police, health, housing ...", defaultValue = "to be agreed")
    String sector = "to be agreed";

    @Option(names = "--controller", description = "the data controller in law; by default the name")
    Optional<String> controller = Optional.empty();

    @Option(names = "--regime", description = "GDPR, LED or BOTH", defaultValue = "GDPR")
    String regime = "GDPR";

    @Option(names = "--relevant-authority", description = "under section 115 of the Crime and Disorder Act 1998")
    boolean relevantAuthority;

    @Option(names = "--public-authority", description = "under section 7 of the Data Protection Act 2018")
    boolean publicAuthority;

    @Option(names = "--contact", description = "a function, not a person", defaultValue = "to be agreed")
    String contact = "to be agreed";

    @Option(names = "--signatory", description = "the office that signs", defaultValue = "to be agreed")
    String signatory = "to be agreed";

    @Option(names = "--address", description = "of its mail; needed with --door MAIL")
    Optional<String> address = Optional.empty();

    @Option(names = "--out", description = "where to; by default onboarding/<agency>")
    Optional<Path> out = Optional.empty();

    @Override
    public Integer call() throws IOException {
        AgencyId id = new AgencyId(agency);
        if (doors.contains(KitDoor.MAIL) == address.isEmpty()) {
            System.err.println("--door MAIL and --address go together");
            return 2;
        }
        Path place = out.orElse(Path.of("onboarding").resolve(id.value()));
        Path own = place.resolve("certs").resolve("agencies").resolve(id.value());
        CertificateRequests.write(own, id, name, address).forEach(OnboardNewVerb::written);
        Path account = own.resolve("mail.properties");
        if (address.isPresent() && !Files.exists(account)) {
            write(account, KitText.resource("mail.properties", id).replace("${address}", address.get()));
        }
        String route = KitText.route(id, doors);
        if (!route.isEmpty()) {
            write(place.resolve("routes/agencies").resolve(id + ".camel.yaml"), route);
        }
        for (String file : format.files()) {
            Path skeleton = place.resolve("routes/mappings").resolve(id.value()).resolve(file);
            if (!Files.exists(skeleton)) {
                write(skeleton, KitText.resource(file, id));
            }
        }
        write(place.resolve("protocol-entry.yaml"), entry(id, own));
        write(place.resolve("NEXT-STEPS.txt"), KitText.nextSteps(id, doors, format, place));
        System.out.println("Now read " + place.resolve("NEXT-STEPS.txt"));
        return 0;
    }

    private String entry(AgencyId id, Path own) {
        StringBuilder entry = new StringBuilder();
        entry.append("  - id: ").append(id).append('\n');
        field(entry, "name", name);
        field(entry, "sector", sector);
        field(entry, "controller", controller.orElse(name));
        field(entry, "regime", regime);
        entry.append("    relevantAuthority: ").append(relevantAuthority).append('\n');
        entry.append("    publicAuthority: ").append(publicAuthority).append('\n');
        field(entry, "contact", contact);
        field(entry, "signatory", signatory);
        entry.append("    certificates:\n");
        List<String> uses = new ArrayList<>(List.of("sign", "encrypt", "tls"));
        address.ifPresent(mail -> uses.add("mail"));
        for (String use : uses) {
            Path certificate = own.resolve(use + ".crt");
            entry.append(
                    Files.exists(certificate)
                            ? "      - {use: " + use + ", sha256: \""
                                    + Certificates.digestOf(certificate).hex() + "\"}\n"
                            : "      # " + use + ": put " + certificate + " there and run onboard new again\n");
        }
        entry.append("    channels:\n");
        doors.forEach(door -> entry.append("      - ")
                .append(door.channel(address.orElse("")))
                .append('\n'));
        return entry.toString();
    }

    /** Quoted, so that whatever is given stays one text. */
    private static void field(StringBuilder entry, String field, String value) {
        entry.append("    ").append(field).append(": \"");
        entry.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " "));
        entry.append("\"\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
        written(file);
    }

    private static void written(Path file) {
        System.out.println("Written: " + file);
    }
}
