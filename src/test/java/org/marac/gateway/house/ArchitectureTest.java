package org.marac.gateway.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The house rules: which room may know which, and which library lives in which room.
 *
 * <p>Written as plain tests, because rules kept in {@code @ArchTest} fields are silently skipped by the test runner.
 */
class ArchitectureTest {

    private static final String HOUSE = "org.marac.gateway";
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final int LONGEST_FILE = 250;

    /** The rooms: each knows the model and itself, and if it stores something, the storage. */
    private static final List<String> ROOMS = List.of(
            "protocol",
            "seal",
            "idempotency",
            "format",
            "policy",
            "disclosure",
            "reading",
            "audit",
            "matching",
            "record",
            "receipt",
            "hold",
            "account",
            "storage");

    /** Everything else: the parts around the rooms. A package in neither list fails {@link #everyPackageIsARoomWeKnow}. */
    private static final List<String> AROUND =
            List.of("wiring", "intake", "delivery", "console", "command", "broker", "files", "mail", "flow", "model");

    private static final JavaClasses HOUSE_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HOUSE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "protocol",
                "seal",
                "idempotency",
                "format",
                "disclosure",
                "reading",
                "audit",
                "matching",
                "record",
                "receipt",
                "hold",
                "account"
            })
    void aRoomKnowsTheModelItselfAndStorage(String room) {
        check(noClasses()
                .that()
                .resideInAPackage(in(room))
                .should()
                .dependOnClassesThat(ours().and(resideOutsideOfPackages(in(room), in("model"), in("storage")))));
    }

    @Test
    void policyKnowsOnlyTheModel() {
        check(noClasses()
                .that()
                .resideInAPackage(in("policy"))
                .should()
                .dependOnClassesThat(ours().and(resideOutsideOfPackages(in("policy"), in("model"))))
                .because("a decision is made from values alone and must be repeatable years later"));
    }

    @Test
    void policyHasNoClockNoFilesAndNoDatabase() {
        check(noClasses()
                .that()
                .resideInAPackage(in("policy"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "java.nio.file..", "java.net..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock"));
    }

    @Test
    void storageKnowsOnlyTheModel() {
        check(noClasses()
                .that()
                .resideInAPackage(in("storage"))
                .should()
                .dependOnClassesThat(ours().and(resideOutsideOfPackages(in("storage"), in("model")))));
    }

    @Test
    void flowKnowsOnlyTheModel() {
        check(noClasses()
                .that()
                .resideInAPackage(in("flow"))
                .should()
                .dependOnClassesThat(ours().and(resideOutsideOfPackages(in("flow"), in("model")))));
    }

    @Test
    void flowUsesNoFramework() {
        check(noClasses()
                .that()
                .resideInAPackage(in("flow"))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(HOUSE + "..", "java..", "org.jspecify..", "org.slf4j.."));
    }

    @Test
    void modelKnowsOnlyTheJavaLibrary() {
        check(noClasses()
                .that()
                .resideInAPackage(in("model"))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(in("model"), "java..", "org.jspecify.."));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void bouncyCastleLivesInSeal() {
        livesOnlyIn(List.of("org.bouncycastle.."), "seal");
    }

    @Test
    void hapiFhirLivesInFormatAndTheFhirDoor() {
        livesOnlyIn(List.of("ca.uhn.fhir..", "org.hl7.fhir.."), "format", "intake");
    }

    @Test
    void whatReadsAgenciesOwnDocumentsLivesInFormat() {
        livesOnlyIn(List.of("net.sf.saxon..", "com.schibsted.spt.data.."), "format");
    }

    @Test
    void hapiForVersionTwoLivesInFormat() {
        livesOnlyIn(List.of("ca.uhn.hl7v2.."), "format");
    }

    @Test
    void nettyLivesInTheDoors() {
        livesOnlyIn(List.of("io.netty.."), "intake", "delivery", "broker");
    }

    @Test
    void camelLivesInTheDoorsAndTheWiring() {
        livesOnlyIn(List.of("org.apache.camel.."), "intake", "delivery", "wiring");
    }

    @Test
    void celLivesInPolicy() {
        livesOnlyIn(List.of("dev.cel.."), "policy");
    }

    @Test
    void openHtmlToPdfLivesInProtocol() {
        livesOnlyIn(List.of("com.openhtmltopdf.."), "protocol");
    }

    @Test
    void whatReadsDocumentsLivesInReading() {
        livesOnlyIn(List.of("org.apache.pdfbox.."), "reading");
    }

    @Test
    void theTextSearchLivesInDisclosure() {
        livesOnlyIn(List.of("org.ahocorasick..", "com.ibm.icu.."), "disclosure");
    }

    @Test
    void artemisLivesInTheBrokerAndTheWiring() {
        livesOnlyIn(List.of("org.apache.activemq.artemis.."), "broker", "wiring");
    }

    @Test
    void theFileServerLivesInFiles() {
        livesOnlyIn(List.of("org.apache.sshd.."), "files");
    }

    @Test
    void mailLivesInMail() {
        livesOnlyIn(List.of("jakarta.mail..", "org.eclipse.angus.."), "mail");
    }

    @Test
    void whatReadsSpreadsheetsAndFormsLivesInFormat() {
        livesOnlyIn(List.of("org.apache.poi..", "de.siegmar.fastcsv.."), "format");
    }

    @Test
    void picocliLivesInTheCommandLine() {
        livesOnlyIn(List.of("picocli.."), "command");
    }

    @Test
    void springStaysAroundTheRooms() {
        check(noClasses()
                .that(ours().and(resideOutsideOfPackages(
                        HOUSE,
                        in("wiring"),
                        in("intake"),
                        in("delivery"),
                        in("console"),
                        in("command"),
                        in("broker"),
                        in("storage"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.."));
    }

    @Test
    void springJdbcLivesInStorage() {
        livesOnlyIn(List.of("org.springframework.jdbc.."), "storage");
    }

    @Test
    void storageTakesOnlyDatabaseAndTransactionsFromSpring() {
        check(noClasses()
                .that()
                .resideInAPackage(in("storage"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework..")
                        .and(resideOutsideOfPackages(
                                "org.springframework.jdbc..",
                                "org.springframework.dao..",
                                "org.springframework.transaction.."))));
    }

    @Test
    void namesSayWhatAThingIs() {
        check(noClasses()
                .that()
                .resideInAPackage(HOUSE + "..")
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Service|Dto|DTO)$")
                .because("a name like that hides the work; name the work"));
    }

    @Test
    void packagesAreOneLevelDeep() {
        check(classes()
                .that()
                .resideInAPackage(HOUSE + "..")
                .should()
                .resideInAnyPackage(Stream.concat(Stream.of(HOUSE), rooms().map(room -> HOUSE + "." + room))
                        .toArray(String[]::new)));
    }

    @Test
    void everyPackageIsARoomWeKnow() throws IOException {
        Path house = SOURCES.resolve(HOUSE.replace('.', '/'));
        Set<String> found = new TreeSet<>();
        try (Stream<Path> paths = Files.list(house)) {
            paths.filter(Files::isDirectory)
                    .forEach(p -> found.add(p.getFileName().toString()));
        }
        assertThat(rooms()).as("rooms these tests know").containsAll(found);
        assertThat(found)
                .as("package-info.java")
                .allSatisfy(p -> assertThat(house.resolve(p).resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked"));
    }

    @Test
    void loggingGoesThroughSlf4j() {
        check(noClasses()
                .that()
                .resideInAPackage(HOUSE + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..", "org.apache.log4j.."));
    }

    @Test
    void onlyTheCommandLinePrints() {
        check(noClasses()
                .that(ours().and(resideOutsideOfPackages(in("command"))))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    @Test
    void noSourceFileGrowsTooLong() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            long lines = linesOfCode(read(file));
            if (lines > LONGEST_FILE) {
                tooLong.add(SOURCES.relativize(file) + ": " + lines);
            }
        }
        assertThat(tooLong)
                .as("files above %d lines of code: the job has split in two", LONGEST_FILE)
                .isEmpty();
    }

    @Test
    void theRulesSeeTheHouse() {
        assertThat(HOUSE_CLASSES.contain(HOUSE + ".GatewayApplication")).isTrue();
        assertThat(sources()).isNotEmpty();
        assertThat(linesOfCode("/* a\n b */\nimport a.B;\n\nclass C { // c\n  // d\n}\n"))
                .isEqualTo(2);
    }

    /** Packages are still being filled, so a rule may find nothing to look at; {@link #theRulesSeeTheHouse} guards the import. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(HOUSE_CLASSES);
    }

    private static void livesOnlyIn(List<String> library, String... homes) {
        check(noClasses()
                .that(ours().and(resideOutsideOfPackages(
                        Stream.of(homes).map(ArchitectureTest::in).toArray(String[]::new))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library.toArray(String[]::new)));
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAnyPackage(HOUSE + "..");
    }

    private static String in(String room) {
        return HOUSE + "." + room + "..";
    }

    private static Stream<String> rooms() {
        return Stream.concat(ROOMS.stream(), AROUND.stream());
    }

    private static List<Path> sources() {
        try (Stream<Path> paths = Files.walk(SOURCES)) {
            return paths.filter(p -> p.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that are not blank, not an import and not a comment. */
    private static long linesOfCode(String source) {
        String code =
                Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL).matcher(source).replaceAll(comment -> "\n");
        return code.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("import "))
                .count();
    }
}
