"""Was it fair, and where does an offer stand?"""

import alumni as al

report = al.fairness.selection({"women": (52, 24), "men": (80, 48)})  # considered, selected
print(report)
print(al.fairness.selection({"女性": (52, 24), "男性": (80, 48)}).text("ja"))
print(f"compa-ratio {al.fairness.compa_ratio('7000000 JPY', '6500000 JPY'):.3f}")
place = al.fairness.range_penetration("7000000 JPY", "5400000 JPY", "7600000 JPY")
print(f"range penetration {place:.3f}")
