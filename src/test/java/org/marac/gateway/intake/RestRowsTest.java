package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.springframework.mock.web.MockHttpServletRequest;

/** A table at the REST door is one answer, which does not grow with whatever somebody sends. */
@Timeout(60)
class RestRowsTest {
    private static final int MAXIMUM = 4 * 1024 * 1024;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T20:00:00Z"), ZoneOffset.UTC);

    private final DoorRooms behind = new DoorRooms();
    private final Rows rows = new Rows(
            new Admission(behind.rooms(), CLOCK, MAXIMUM),
            new RealSplitting(),
            (agency, row) -> List.of(),
            (agency, row) -> Set.of(),
            CLOCK,
            MAXIMUM);

    @Test
    void ofATableThatIsTooLongTheRestIsNotTakenAndThatIsSaid() throws Exception {
        JsonNode answers = answers(Rows.MOST_AT_ONCE + 100);

        assertThat(answers).hasSize(Rows.MOST_AT_ONCE + 1);
        assertThat(numbers(answers).subList(0, Rows.MOST_AT_ONCE))
                .isEqualTo(
                        IntStream.rangeClosed(2, Rows.MOST_AT_ONCE + 1).boxed().toList());
        assertThat(answers)
                .filteredOn(answer -> answer.path("outcome").asText().equals("refused")
                        && !answer.path("receipt").asText().isEmpty())
                .hasSize(Rows.MOST_AT_ONCE);
        assertThat(answers.get(Rows.MOST_AT_ONCE).toString())
                .isEqualTo("{\"row\":0,\"outcome\":\"not-read\",\"repeated\":false,\"code\":\"too-many-rows\","
                        + "\"places\":[\"rest\"]}");
        assertThat(behind.arrivals).as("none of the rest").hasSize(Rows.MOST_AT_ONCE);
    }

    @Test
    void aTableAsLongAsAnyMayBeIsTakenWhole() throws Exception {
        JsonNode answers = answers(Rows.MOST_AT_ONCE);

        assertThat(numbers(answers))
                .isEqualTo(
                        IntStream.rangeClosed(2, Rows.MOST_AT_ONCE + 1).boxed().toList());
        assertThat(behind.arrivals).hasSize(Rows.MOST_AT_ONCE);
    }

    private static List<Integer> numbers(JsonNode answers) {
        return StreamSupport.stream(answers.spliterator(), false)
                .map(answer -> answer.path("row").asInt())
                .toList();
    }

    /** Of a table of so many rows. */
    private JsonNode answers(int length) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/messages");
        try (InputStream in =
                Files.newInputStream(Path.of("certs-example", "agencies", "wenbury-hospital", "tls.crt"))) {
            request.setAttribute("jakarta.servlet.request.X509Certificate", new X509Certificate[] {
                (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in)
            });
        }
        request.addHeader("Idempotency-Key", "\"many-rows\"");
        request.setContentType("text/csv");
        request.setContent(("Town\n" + "A\n".repeat(length)).getBytes(StandardCharsets.UTF_8));
        RestDoor.Reply reply = new RestRows(rows, new Hospital(), MAXIMUM).take(request);
        assertThat(reply.status()).isEqualTo(200);
        return JsonMapper.builder().build().readTree(reply.body().toArray()).path("rows");
    }

    private static final class Hospital implements RestCallers {
        private static final Optional<AgencyId> AGENCY = Optional.of(new AgencyId("wenbury-hospital"));

        @Override
        public Optional<AgencyId> owner(Digest certificate) {
            return AGENCY;
        }

        @Override
        public Optional<AgencyId> recipient(Digest certificate) {
            return AGENCY;
        }
    }
}
