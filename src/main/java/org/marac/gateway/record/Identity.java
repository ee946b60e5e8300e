package org.marac.gateway.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Role;

/** Who a person of a case is, in a few fields of JSON: what a list of people shows, and no address. */
final class Identity {
    private static final JsonFactory JSON = new JsonFactory();

    private Identity() {}

    static byte[] of(Person person) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            write(json, "family", person.name().flatMap(Person.Name::family));
            write(json, "given", person.name().map(name -> String.join(" ", name.given())));
            write(json, "birthDate", person.birthDate().map(LocalDate::toString));
            write(json, "nhsNumber", person.nhsNumber());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** The same again, with who said so. */
    static Candidate.Somebody read(byte[] stored, Role role, AgencyId from, Instant at, boolean corrected) {
        try (JsonParser json = JSON.createParser(stored)) {
            Map<String, String> fields = new HashMap<>();
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                fields.put(name, json.nextTextValue());
            }
            return new Candidate.Somebody(
                    role,
                    Optional.ofNullable(fields.get("given")),
                    Optional.ofNullable(fields.get("family")),
                    Optional.ofNullable(fields.get("birthDate")).map(LocalDate::parse),
                    Optional.ofNullable(fields.get("nhsNumber")),
                    from,
                    at,
                    corrected);
        } catch (IOException e) {
            // It opened under the case's key, so it is what was written; the library's exception would quote it.
            throw new IllegalStateException("A person of the record cannot be read");
        }
    }

    private static void write(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }
}
