package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route files that come, change and go beside a Camel that runs; a stub stands where the broker would be. */
class RouteFilesTest {
    private static final String POLICE = "agencies/wenbury-police.camel.yaml";
    private static final String HOUSING = "agencies/wenbury-housing.camel.yaml";
    private static final String IN = "doors/queue-in.camel.yaml";

    @TempDir
    Path routes;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Worker worker = new Worker();
    private RouteFiles files;

    /** Stands where the door is; tests may make it slow. */
    public static final class Worker {
        volatile CountDownLatch begun = new CountDownLatch(0);
        volatile CountDownLatch may = new CountDownLatch(0);
        private final List<String> done = new java.util.concurrent.CopyOnWriteArrayList<>();

        public void work(String body) throws InterruptedException {
            begun.countDown();
            if (!may.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never released");
            }
            done.add(body);
        }
    }

    @BeforeEach
    void start() throws IOException {
        camel.disableJMX();
        camel.addComponent("jms", new QuickStub());
        camel.getRegistry().bind("worker", worker);
        camel.start();
        write(IN, door("queue-in", ""));
        write(POLICE, agency("wenbury-police"));
        files = new RouteFiles(routes, camel);
        files.look();
    }

    @AfterEach
    void stop() {
        files.close();
        camel.stop();
    }

    @Test
    void whatLiesThereAtTheStartRuns() {
        assertThat(files.list())
                .allMatch(one ->
                        one.state() == RouteFiles.State.RUNNING && one.reason().isEmpty())
                .extracting(RouteFiles.Listed::file)
                .containsExactly(POLICE, IN);
        assertThat(running("wenbury-police-queue-in")).isTrue();
        assertThat(carries("wenbury-police")).isTrue();
    }

    @Test
    void aNewFileRunsOnceItHasBeenStillFromOneLookToTheNext() throws IOException {
        write(HOUSING, agency("wenbury-housing"));

        files.look();
        assertThat(running("wenbury-housing-queue-in")).isFalse();
        files.look();

        assertThat(running("wenbury-housing-queue-in")).isTrue();
        assertThat(carries("wenbury-housing")).isTrue();
    }

    @Test
    void aFileThatIsGoneEndsItsRoutesAndNoOthers() throws IOException {
        write(HOUSING, agency("wenbury-housing"));
        settle();
        Files.delete(routes.resolve(HOUSING));
        settle();

        assertThat(camel.getRoute("wenbury-housing-queue-in")).isNull();
        assertThat(files.list()).extracting(RouteFiles.Listed::file).containsExactly(POLICE, IN);
        assertThat(carries("wenbury-police")).isTrue();
    }

    @Test
    void aRenamedFileRunsUnderItsNewName() throws IOException {
        write(HOUSING, agency("wenbury-housing"));
        settle();
        Files.move(routes.resolve(HOUSING), routes.resolve("agencies/wenbury-housing.homes.camel.yaml"));
        settle();

        assertThat(files.list())
                .filteredOn(one -> one.file().contains("housing"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.file()).isEqualTo("agencies/wenbury-housing.homes.camel.yaml");
                    assertThat(one.reason()).isEmpty();
                    assertThat(one.state()).isEqualTo(RouteFiles.State.RUNNING);
                });
        assertThat(carries("wenbury-housing")).isTrue();
    }

    @Test
    void whatARouteIsWorkingOnWhenItIsReplacedIsFinishedFirst() throws Exception {
        worker.begun = new CountDownLatch(1);
        worker.may = new CountDownLatch(1);
        camel.createProducerTemplate().asyncSendBody("jms:queue:marac.work.wenbury-police", "slow");
        assertThat(worker.begun.await(10, TimeUnit.SECONDS)).isTrue();
        write(POLICE, agency("wenbury-police") + "# changed\n");
        files.look();
        Thread replacing = new Thread(files::look);
        replacing.start();
        Awaitility.await().until(() -> replacing.getState() == Thread.State.TIMED_WAITING);
        assertThat(worker.done).isEmpty();
        assertThat(replacing.isAlive()).isTrue();

        worker.may.countDown();
        replacing.join(10_000);

        assertThat(worker.done).containsExactly("slow");
        assertThat(came("wenbury-police").getMessage().getBody()).isEqualTo("slow");
        assertThat(carries("wenbury-police")).isTrue();
    }

    @Nested
    class AFileThatCannotRun {
        @Test
        void leavesItsLastGoodVersionRunningAndSaysWhy() throws IOException {
            write(POLICE, "- from: {uri: 'exec:rm', steps: []}");
            settle();

            RouteFiles.Listed listed = listed(POLICE);
            assertThat(listed.state()).isEqualTo(RouteFiles.State.EARLIER_VERSION);
            assertThat(listed.reason().orElseThrow())
                    .contains("item 1, from goes by another way than a plain name of")
                    .doesNotContain("rm");
            assertThat(carries("wenbury-police")).isTrue();
        }

        @Test
        void whichIsMendedRuns() throws IOException {
            write(POLICE, "{");
            settle();
            assertThat(listed(POLICE).reason()).contains("line 1 is not plain YAML");
            write(POLICE, agency("wenbury-police") + "# mended\n");
            settle();

            assertThat(listed(POLICE).state()).isEqualTo(RouteFiles.State.RUNNING);
            assertThat(listed(POLICE).reason()).isEmpty();
        }

        @Test
        void andNeverRanRunsNothing() throws IOException {
            write(HOUSING, agency("wenbury-housing").replace("queue-in", "queue-on"));
            settle();

            assertThat(listed(HOUSING).state()).isEqualTo(RouteFiles.State.NOTHING);
            assertThat(listed(HOUSING).reason()).contains("needs the template queue-on, which no file brings");
            assertThat(carries("wenbury-police")).isTrue();
        }

        @Test
        void becauseItsDoorIsMissingRunsWhenTheDoorComes() throws IOException {
            write(HOUSING, agency("wenbury-housing").replace("queue-in", "other-in"));
            settle();
            assertThat(running("wenbury-housing-other-in")).isFalse();
            write("doors/other-in.camel.yaml", door("other-in", ""));
            settle();

            assertThat(listed(HOUSING).state()).isEqualTo(RouteFiles.State.RUNNING);
            assertThat(running("wenbury-housing-other-in")).isTrue();
        }

        @Test
        void becauseAnEndpointDoesNotTakeItsParametersLeavesTheLastGoodVersionRunning() throws IOException {
            write("doors/file-in.camel.yaml", """
                    - routeTemplate:
                        id: file-in
                        parameters:
                          - name: agency
                        from:
                          uri: "direct:{{agency}}"
                          parameters:
                            noSuchParameter: x
                          steps: []
                    """);
            write(POLICE, agency("wenbury-police").replace("queue-in", "file-in"));
            settle();

            assertThat(listed(POLICE).state()).isEqualTo(RouteFiles.State.EARLIER_VERSION);
            assertThat(listed(POLICE).reason().orElseThrow()).contains("noSuchParameter");
            assertThat(carries("wenbury-police")).isTrue();
        }

        @Test
        void becauseItWouldTakeAnotherFilesRouteLeavesThatOne() throws IOException {
            write("agencies/wenbury-police.copy.camel.yaml", agency("wenbury-police"));
            settle();

            assertThat(listed("agencies/wenbury-police.copy.camel.yaml").reason())
                    .contains("brings the route wenbury-police-queue-in, which is in " + POLICE);
            assertThat(carries("wenbury-police")).isTrue();
        }

        @Test
        void becauseItSpeaksForAnotherAgencyOpensNoDoor() throws IOException {
            write(HOUSING, agency("wenbury-police").replace("routeId: wenbury-police", "routeId: wenbury-housing"));
            settle();

            assertThat(listed(HOUSING).state()).isEqualTo(RouteFiles.State.NOTHING);
            assertThat(listed(HOUSING).reason())
                    .contains("the file is named for wenbury-housing and gives another agency, or none");
        }

        @Test
        void tellsNobodyASecretThatStandsInIt() throws IOException {
            write(POLICE, agency("wenbury-police") + "      - name: password\n        value: hunter2\n");
            settle();

            assertThat(listed(POLICE).state()).isEqualTo(RouteFiles.State.EARLIER_VERSION);
            assertThat(files.list().toString()).doesNotContain("hunter2");
        }

        @Test
        void ofAnyKindAnswersWithinOneLook() throws IOException {
            for (String odd : List.of("", "[]", "- a", "- 1: 2", "\u0000", "- {", "&a [*a]", "[".repeat(5_000))) {
                write(HOUSING, odd);
                settle();
                assertThat(listed(HOUSING).state()).as(odd).isNotEqualTo(RouteFiles.State.EARLIER_VERSION);
            }
            write(HOUSING, "#" + "x".repeat(100_000));
            settle();
            assertThat(listed(HOUSING).reason()).contains("the file is larger than 64 KiB");
            assertThat(carries("wenbury-police")).isTrue();
        }
    }

    @Nested
    class ADoor {
        @Test
        void thatChangesChangesForTheAgenciesThatUseIt() throws IOException {
            write(IN, door("queue-in", "          - setHeader: {name: seen, constant: yes-it-was}\n"));
            settle();

            assertThat(listed(IN).state()).isEqualTo(RouteFiles.State.RUNNING);
            camel.createProducerTemplate().sendBody("jms:queue:marac.work.wenbury-police", "a");
            Exchange came = came("wenbury-police");
            assertThat(came.getMessage().getHeader("seen")).isEqualTo("yes-it-was");
        }

        @Test
        void thatWouldNotSuitAnAgencyThatUsesItStaysAsItWas() throws IOException {
            write(IN, door("queue-in", "").replace("- name: agency", "- name: agency\n      - name: folder"));
            settle();

            assertThat(listed(IN).state()).isEqualTo(RouteFiles.State.EARLIER_VERSION);
            assertThat(listed(IN).reason())
                    .contains("does not suit " + POLICE + ", which does not give folder to queue-in");
            assertThat(carries("wenbury-police")).isTrue();
        }

        @Test
        void thatIsGoneRunsOnForThoseWhoNeedIt() throws IOException {
            Files.delete(routes.resolve(IN));
            settle();

            assertThat(listed(IN).reason()).contains("is gone, but its last version is needed by " + POLICE);
            assertThat(carries("wenbury-police")).isTrue();

            Files.delete(routes.resolve(POLICE));
            settle();
            assertThat(files.list()).isEmpty();
        }

        @Test
        void asksForAnErrorConfigurationThatIsThere() throws IOException {
            write(IN, door("queue-in", "").replace("route:", "route:\n      routeConfigurationId: could-not"));
            settle();
            assertThat(listed(IN).reason()).contains("needs the error configuration could-not, which no file brings");
            write("doors/could-not.camel.yaml", Files.readString(Path.of("routes/doors/could-not.camel.yaml")));
            settle();

            assertThat(listed(IN).state()).isEqualTo(RouteFiles.State.RUNNING);
            assertThat(carries("wenbury-police")).isTrue();
        }
    }

    private RouteFiles.Listed listed(String file) {
        return files.list().stream()
                .filter(one -> one.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    private void settle() {
        files.look();
        files.look();
    }

    private boolean running(String route) {
        return camel.getRoute(route) != null && status(route) == ServiceStatus.Started;
    }

    private ServiceStatus status(String route) {
        return camel.getRouteController().getRouteStatus(route);
    }

    private boolean carries(String agency) {
        camel.createProducerTemplate().sendBody("jms:queue:marac.work." + agency, "a message");
        return "a message".equals(came(agency).getMessage().getBody());
    }

    private Exchange came(String agency) {
        Exchange came = camel.createConsumerTemplate().receive("jms:queue:marac.receipts." + agency, 10_000);
        assertThat(came).as("what came out").isNotNull();
        return came;
    }

    private void write(String file, String text) throws IOException {
        Path path = routes.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String door(String id, String step) {
        return """
                - routeTemplate:
                    id: %s
                    parameters:
                      - name: agency
                    route:
                      from:
                        uri: "jms:queue:marac.work.{{agency}}"
                        steps:
                          - to: "bean:worker"
                          - removeHeaders: {pattern: "*"}
                %s          - to: "jms:queue:marac.receipts.{{agency}}"
                """.formatted(id, step);
    }

    private static String agency(String agency) {
        return """
                - templatedRoute:
                    routeTemplateRef: queue-in
                    routeId: %s-queue-in
                    parameters:
                      - name: agency
                        value: %s
                """.formatted(agency, agency);
    }
}
