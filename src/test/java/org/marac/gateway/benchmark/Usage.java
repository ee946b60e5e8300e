package org.marac.gateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What processes have used so far, as Linux counts it.
 *
 * @param seconds of processor time, by user and system
 */
record Usage(double seconds) {
    private static final double TICKS_A_SECOND = 100;

    /** Of one process. */
    static Usage of(long pid) {
        return new Usage(ticks(pid, false) / TICKS_A_SECOND);
    }

    /** Of a process, its children and those that have ended: a PostgreSQL server. */
    static Usage ofTree(long pid) {
        double ticks = ticks(pid, true);
        for (ProcessHandle child : ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList()) {
            ticks += ticks(child.pid(), false);
        }
        return new Usage(ticks / TICKS_A_SECOND);
    }

    /** Of a Java process's own compiler: what it still spends on making the program fast. */
    static Usage ofCompiler(long pid) {
        double ticks = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                Path stat = thread.resolve("stat");
                ticks += Files.readString(stat).contains("CompilerThre") ? ticks(stat, false) : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Usage(ticks / TICKS_A_SECOND);
    }

    double since(Usage before) {
        return seconds - before.seconds;
    }

    /** The most memory a process has held, in megabytes. */
    static long peakMegabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double ticks(long pid, boolean withEnded) {
        return ticks(Path.of("/proc/" + pid + "/stat"), withEnded);
    }

    private static double ticks(Path file, boolean withEnded) {
        try {
            String stat = Files.readString(file);
            // The name, in brackets, may hold blanks; user and system time are the 14th and 15th field.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ended = withEnded ? Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : 0;
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]) + ended;
        } catch (IOException e) {
            // It ended between being listed and being read.
            return 0;
        }
    }
}
