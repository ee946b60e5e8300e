package org.marac.gateway.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Optional;
import org.marac.gateway.model.Person;

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

    private static void write(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }
}
