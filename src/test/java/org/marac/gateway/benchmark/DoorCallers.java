package org.marac.gateway.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.marac.gateway.kit.MllpClient;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.SftpClient;
import org.marac.gateway.model.AgencyId;

/** The hospital's systems at the doors that are no queues: each sender waits for its answer before it sends the next. */
final class DoorCallers {
    static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");

    private final HostedProcess gateway;
    private final Path directory;
    private final SftpClient sftp;

    DoorCallers(HostedProcess gateway, Path directory) throws IOException {
        this.gateway = gateway;
        this.directory = directory;
        this.sftp = new SftpClient(directory.resolve("sftp"), gateway.filesPort(), gateway.data());
    }

    /** One sender's part. */
    @FunctionalInterface
    interface Part<M> {
        void send(List<M> messages) throws Exception;
    }

    /** Shares the messages out among so many senders; returns when all are answered. */
    static <M> void together(int senders, List<M> messages, Part<M> part) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                int from = messages.size() * sender / senders;
                int to = messages.size() * (sender + 1) / senders;
                work.add(() -> {
                    part.send(messages.subList(from, to));
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    void fhir(List<byte[]> messages) throws Exception {
        HttpClient client = https();
        for (byte[] message : messages) {
            HttpResponse<String> answer = post(client, "/fhir/$process-message", message, "application/fhir+json");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    /** Another kind of body at the REST door. */
    Part<byte[]> rest(String type) {
        return messages -> {
            HttpClient client = https();
            for (byte[] message : messages) {
                HttpResponse<String> answer = post(client, "/api/v1/messages", message, type);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            }
        };
    }

    void mllp(List<byte[]> messages) throws Exception {
        try (MllpClient client = MllpClient.as(HOSPITAL.value(), gateway.mllpPort())) {
            for (byte[] message : messages) {
                assertThat(client.ask(new String(message))).contains("\rMSA|AA|");
            }
        }
    }

    /** The rows of one table each, uploaded by OpenSSH, until its acknowledgement is there. */
    void rows(List<byte[]> rows) throws Exception {
        String name = UUID.randomUUID() + ".csv";
        Path table = directory.resolve(name);
        try (var out = Files.newOutputStream(table)) {
            out.write(DoorMessages.HEADER.getBytes());
            for (byte[] row : rows) {
                out.write(row);
            }
        }
        Programs.Ended ended = sftp.upload(HOSPITAL.value(), table, name);
        assertThat(ended.status()).as(ended.said()).isZero();
        Path answer = gateway.data()
                .resolve("files/agencies")
                .resolve(HOSPITAL.value())
                .resolve("out/" + name + ".ack.csv");
        Awaitility.await()
                .atMost(Duration.ofHours(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.exists(answer));
        List<String> lines = Files.readAllLines(answer);
        assertThat(lines).hasSize(rows.size() + 1);
        assertThat(lines.stream().skip(1)).allMatch(line -> line.contains(",accepted,no,"));
    }

    private HttpResponse<String> post(HttpClient client, String path, byte[] body, String type)
            throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.httpsPort() + path))
                        .header("Content-Type", type)
                        .header("X-Request-Id", id)
                        .header("X-Correlation-Id", UUID.randomUUID().toString())
                        .header("Idempotency-Key", "\"" + id + "\"")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient https() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(Agencies.tls(HOSPITAL))
                .build();
    }
}
