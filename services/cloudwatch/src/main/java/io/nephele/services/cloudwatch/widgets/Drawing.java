package io.nephele.services.cloudwatch.widgets;

import io.nephele.services.cloudwatch.math.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** A graph of lines or of areas that stand on one another, with axes, a legend and annotations. */
final class Drawing {
  private static final int LEFT = 56;
  private static final int RIGHT = 12;
  private static final int LINE = 16;
  private static final int STEPS = 4;
  private static final Color GRID = new Color(0xdddddd);
  private static final Color TEXT = new Color(0x444444);
  private static final Color BAND = new Color(0xd5d5d5);
  private static final Color NOTE = new Color(0xd62728);
  private static final int[] COLOURS = {
    0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728, 0x9467bd, 0x8c564b, 0xe377c2, 0x7f7f7f, 0xbcbd22,
    0x17becf
  };

  private final Widget widget;
  private final List<Series> all;
  private final List<Band> bands;
  private final List<TreeMap<Long, Double>> tops = new ArrayList<>();
  private final BufferedImage image;
  private final Graphics2D to;
  private final int top;
  private final int bottom;
  private double least;
  private double greatest;

  /** An area between two edges: what is expected of a metric. */
  record Band(String label, TreeMap<Long, Double> upper, TreeMap<Long, Double> lower) {}

  Drawing(Widget widget, List<Series> all, List<Band> bands) {
    this.widget = widget;
    this.all = all;
    this.bands = bands;
    this.image = new BufferedImage(widget.width(), widget.height(), BufferedImage.TYPE_INT_RGB);
    this.to = image.createGraphics();
    this.top = widget.title() == null ? LINE : 2 * LINE;
    this.bottom = widget.height() - 2 * LINE - LINE / 2;
  }

  byte[] png() {
    to.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    to.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    to.setColor(Color.WHITE);
    to.fillRect(0, 0, widget.width(), widget.height());
    stack();
    range();
    bands.forEach(this::band);
    axes();
    for (int i = all.size() - 1; i >= 0; i--) {
      series(i);
    }
    lines();
    legend();
    to.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Where the upper edges are: those of areas stand on the ones below. */
  private void stack() {
    TreeMap<Long, Double> below = new TreeMap<>();
    for (Series series : all) {
      TreeMap<Long, Double> edge = new TreeMap<>();
      series
          .points()
          .forEach(
              (time, value) ->
                  edge.put(time, widget.stacked() ? below.merge(time, value, Double::sum) : value));
      tops.add(edge);
    }
  }

  private void range() {
    least = 0;
    greatest = 0;
    List<TreeMap<Long, Double>> edges = new ArrayList<>(tops);
    for (Band band : bands) {
      edges.add(band.upper);
      edges.add(band.lower);
    }
    for (TreeMap<Long, Double> edge : edges) {
      for (double value : edge.values()) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    for (Widget.Line line : widget.lines()) {
      least = Math.min(least, line.value());
      greatest = Math.max(greatest, line.value());
    }
    greatest = greatest == least ? least + 1 : greatest;
  }

  private double x(double second) {
    double start = widget.start().getEpochSecond();
    double span = Math.max(1, widget.end().getEpochSecond() - start);
    return LEFT + (second - start) / span * (widget.width() - LEFT - RIGHT);
  }

  private double y(double value) {
    return bottom - (value - least) / (greatest - least) * (bottom - top);
  }

  private void axes() {
    if (widget.title() != null) {
      to.setColor(TEXT);
      to.drawString(widget.title(), LEFT, LINE);
    }
    boolean days = Duration.between(widget.start(), widget.end()).toHours() > 24;
    DateTimeFormatter times =
        DateTimeFormatter.ofPattern(days ? "MM/dd HH:mm" : "HH:mm", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    long start = widget.start().getEpochSecond();
    long span = widget.end().getEpochSecond() - start;
    for (int i = 0; i <= STEPS; i++) {
      double value = least + (greatest - least) * i / STEPS;
      int height = (int) y(value);
      to.setColor(GRID);
      to.drawLine(LEFT, height, widget.width() - RIGHT, height);
      to.setColor(TEXT);
      to.drawString(String.format(Locale.ROOT, "%.4g", value), 2, height + 4);
      if (i < STEPS) {
        long time = start + span * i / STEPS;
        to.drawString(times.format(Instant.ofEpochSecond(time)), (int) x(time), bottom + LINE);
      }
    }
  }

  private void band(Band band) {
    Path2D path = new Path2D.Double();
    band.upper.forEach(
        (time, value) -> {
          if (path.getCurrentPoint() == null) {
            path.moveTo(x(time), y(value));
          } else {
            path.lineTo(x(time), y(value));
          }
        });
    if (path.getCurrentPoint() != null) {
      band.lower.descendingMap().forEach((time, value) -> path.lineTo(x(time), y(value)));
      path.closePath();
      to.setColor(BAND);
      to.fill(path);
    }
  }

  private void series(int index) {
    TreeMap<Long, Double> edge = tops.get(index);
    if (edge.isEmpty()) {
      return;
    }
    Color colour = new Color(COLOURS[index % COLOURS.length]);
    Path2D path = new Path2D.Double();
    for (Map.Entry<Long, Double> point : edge.entrySet()) {
      double x = x(point.getKey());
      double y = y(point.getValue());
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    to.setColor(colour);
    to.setStroke(new BasicStroke(2));
    if (edge.size() == 1) {
      to.fillOval((int) x(edge.firstKey()) - 3, (int) y(edge.firstEntry().getValue()) - 3, 6, 6);
    }
    to.draw(path);
    if (widget.stacked()) {
      path.lineTo(x(edge.lastKey()), y(0));
      path.lineTo(x(edge.firstKey()), y(0));
      path.closePath();
      to.fill(path);
    }
  }

  private void lines() {
    to.setColor(NOTE);
    to.setStroke(new BasicStroke(1));
    for (Widget.Line line : widget.lines()) {
      int height = (int) y(line.value());
      to.drawLine(LEFT, height, widget.width() - RIGHT, height);
      if (line.label() != null) {
        to.drawString(line.label(), LEFT + 4, height - 3);
      }
    }
  }

  private void legend() {
    int x = LEFT;
    int y = widget.height() - LINE / 2;
    for (int i = 0; i < all.size() && x < widget.width(); i++) {
      x = entry(x, y, new Color(COLOURS[i % COLOURS.length]), all.get(i).label());
    }
    for (int i = 0; i < bands.size() && x < widget.width(); i++) {
      x = entry(x, y, BAND, bands.get(i).label);
    }
  }

  /** An entry of the legend; returns where the next one begins. */
  private int entry(int x, int y, Color colour, String label) {
    to.setColor(colour);
    to.fillRect(x, y - 8, 10, 8);
    to.setColor(TEXT);
    to.drawString(label, x + 14, y);
    return x + 26 + to.getFontMetrics().stringWidth(label);
  }
}
