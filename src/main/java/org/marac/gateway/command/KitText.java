package org.marac.gateway.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;

/** The texts of the onboarding kit. */
final class KitText {
    private KitText() {}

    /** The agency's route file; empty where its doors need none. */
    static String route(AgencyId agency, List<KitDoor> doors) {
        return doors.stream()
                .flatMap(door -> door.templates().stream())
                .distinct()
                .map(template -> """
                        - templatedRoute:
                            routeTemplateRef: %2$s
                            routeId: %1$s-%2$s
                            parameters:
                              - name: agency
                                value: %1$s
                        """.formatted(agency, template))
                .collect(Collectors.joining());
    }

    /** A text of the kit for this agency. */
    static String resource(String file, AgencyId agency) {
        try (InputStream in = KitText.class.getResourceAsStream("/onboard/" + file)) {
            if (in == null) {
                throw new IllegalStateException("A text of the onboarding kit is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${agency}", agency.value());
        } catch (IOException e) {
            throw new UncheckedIOException("A text of the onboarding kit cannot be read", e);
        }
    }

    /** What to do with all this. */
    static String nextSteps(AgencyId agency, List<KitDoor> doors, KitFormat format, Path place) {
        String kinds = doors.stream().map(KitDoor::code).collect(Collectors.joining(" and "));
        boolean routes = !route(agency, doors).isEmpty();
        return """
                Connecting %1$s by %2$s

                1. KEYS. certs/agencies/%1$s holds three private keys. They stay with %1$s: whoever has them speaks in
                   its name and reads what is sent to it. If this was not written on a machine of %1$s, have it make its own.
                2. CERTIFICATES. Send tls.csr, sign.csr and encrypt.csr to the area's authority. Put what comes back beside
                   them as tls.crt, sign.crt and encrypt.crt, and the same three files into trust/certificates of the
                   protocol directory.
                3. THE PROTOCOL. Run `onboard new` again: protocol-entry.yaml now names the certificates. Put it under
                   `parties:` of the next version, with a clause for what %1$s sends and receives if none covers it,
                   and `protocol check` that version. It counts when the chair and the quorum have signed it, and for
                   %1$s when its own chief officer has.
                %3$s
                %6$s
                5. TRY IT. Put the authority's ca.crt and ca.crl into certs, and the gateway's sign.crt and encrypt.crt
                   into certs/gateway. Then
                     onboard check --agency %1$s --door %4$s --certs %5$s
                   sends a test message by the door and says in words what is wrong. Nothing of a test is filed or sent on.
                """.formatted(
                agency,
                kinds,
                routes
                        ? "4. THE DOOR. Copy "
                                + place.resolve("routes/agencies").resolve(agency + ".camel.yaml")
                                + "\n   to routes/agencies of the gateway. It is picked up while the gateway runs; the"
                                + " management page\n   (/actuator/routes) says so, or why not."
                        : "4. THE DOOR stands open already: it is one for all agencies, and asks who calls.",
                doors.get(0).code(),
                place.resolve("certs"),
                format.files().isEmpty()
                        ? "   No mapping is needed."
                        : "   Adapt routes/mappings/" + agency + " to your documents, and copy it to the gateway's"
                                + " routes/mappings\n   (docs/agency-it/xml.md, files.md).");
    }
}
