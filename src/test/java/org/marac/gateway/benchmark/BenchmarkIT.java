package org.marac.gateway.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What does a message cost? Sealed FHIR referrals through the queue door to the record and the IDVA, on the embedded
 * PostgreSQL, beside the floor measured in the gateway's own process. Prints; says nothing of whether that is fast enough.
 *
 * <p>{@code -Dbenchmark.messages=100000} for the long run; {@code -Dbenchmark.round} for the size of one measurement.
 */
@Tag("benchmark")
class BenchmarkIT {
    private static final int[] SENDERS = {1, 4, 16};
    private static final int MESSAGES = Integer.getInteger("benchmark.messages", 10_000);
    private static final int ROUND = Integer.getInteger("benchmark.round", 1_000);
    private static final Path REPORT = Path.of("target", "benchmark.txt");

    private final Referrals referrals = new Referrals();
    private final List<String> report = new ArrayList<>();
    private int sent;

    /** One measurement. */
    private record Round(
            double rate,
            double median,
            double worst,
            double gateway,
            double compiler,
            double database,
            double others) {}

    @Test
    void aMessageAndItsFloor(@TempDir Path directory) throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        try (HostedProcess gateway = new HostedProcess(data);
                Hospital hospital = new Hospital(gateway.amqpPort())) {
            List<String> flat = new ArrayList<>();
            List<Round> through = new ArrayList<>();
            warm(gateway, hospital, flat);
            for (int senders : SENDERS) {
                through.add(send(gateway, hospital, senders, ROUND));
            }
            grow(gateway, hospital, flat);
            long peak = gateway.peakMegabytes();
            List<double[]> floors = new ArrayList<>();
            for (int threads : SENDERS) {
                floors.add(gateway.floor(threads, ROUND));
            }
            print(through, floors, flat, peak);
            assertThat(hospital.refused()).isZero();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> hospital.disclosed() >= sent);
        }
    }

    /** The first thousands, while Java still compiles. */
    private void warm(HostedProcess gateway, Hospital hospital, List<String> flat) throws Exception {
        send(gateway, hospital, 4, 1_000);
        flat.add(line(1_000, send(gateway, hospital, 4, ROUND)));
        send(gateway, hospital, 16, ROUND);
    }

    /** Sends until there are so many, and says at each power of ten what a message costs there. */
    private void grow(HostedProcess gateway, Hospital hospital, List<String> flat) throws Exception {
        for (int next = 10_000; next <= MESSAGES; next *= 10) {
            while (sent < next) {
                send(gateway, hospital, 4, Math.min(2_000, next - sent));
            }
            flat.add(line(next, send(gateway, hospital, 4, ROUND)));
        }
    }

    private Round send(HostedProcess gateway, Hospital hospital, int senders, int count) throws Exception {
        List<Referrals.Sealed> messages = referrals.sealed(count);
        Usage before = gateway.usage();
        Usage compilerBefore = gateway.compilerUsage();
        Usage databaseBefore = gateway.databaseUsage();
        Usage othersBefore = Usage.of(ProcessHandle.current().pid());
        long start = System.nanoTime();
        List<Long> times = hospital.send(senders, messages);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(times).as("receipts").hasSize(count);
        sent += count;
        double[] sorted = times.stream().mapToDouble(t -> t / 1e6).sorted().toArray();
        return new Round(
                count / seconds,
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                gateway.usage().since(before) * 1000 / count,
                gateway.compilerUsage().since(compilerBefore) * 1000 / count,
                gateway.databaseUsage().since(databaseBefore) * 1000 / count,
                Usage.of(ProcessHandle.current().pid()).since(othersBefore) * 1000 / count);
    }

    private static String line(int after, Round round) {
        return String.format(
                Locale.ROOT,
                "%,9d  %8.0f  %6.1f  %6.1f  %11.2f  %12.2f  %14.2f",
                after,
                round.rate,
                round.median,
                round.worst,
                round.gateway,
                round.compiler,
                round.database);
    }

    private void print(List<Round> through, List<double[]> floors, List<String> flat, long peak) throws Exception {
        report.add("");
        report.add(
                "Sealed FHIR referrals of 5 KB through the queue door (AMQP, TLS) to record and IDVA; embedded PostgreSQL, "
                        + Runtime.getRuntime().availableProcessors() + " processors, Java "
                        + Runtime.version().feature() + ", " + ROUND + " messages a round");
        report.add("");
        report.add(
                "            gateway                  processor ms per message                      floor            gateway");
        report.add(
                "senders   msg/s   p50 ms   p99 ms   gateway  (compiler)  PostgreSQL  senders   msg/s  cpu ms     / floor");
        for (int i = 0; i < SENDERS.length; i++) {
            Round r = through.get(i);
            double[] floor = floors.get(i);
            report.add(String.format(
                    Locale.ROOT,
                    "%7d  %6.0f  %7.1f  %7.1f  %8.2f  %10.2f  %10.2f  %7.2f  %6.0f  %6.2f      %5.2f",
                    SENDERS[i],
                    r.rate,
                    r.median,
                    r.worst,
                    r.gateway,
                    r.compiler,
                    r.database,
                    r.others,
                    floor[0],
                    floor[1],
                    r.rate / floor[0]));
        }
        report.add("");
        report.add("after so many messages, 4 senders:");
        report.add(" messages     msg/s  p50 ms  p99 ms  gateway cpu  its compiler  PostgreSQL cpu");
        report.addAll(flat);
        report.add("");
        report.add("peak resident memory of the gateway's process: " + peak + " MB");
        report.forEach(System.out::println);
        Files.createDirectories(REPORT.toAbsolutePath().getParent());
        Files.write(REPORT, report);
    }
}
