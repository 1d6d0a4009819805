"""What may be offered to somebody who comes back?"""

import alumni as al

stayed = [{"pay": {"minor": amount, "currency": "JPY"}} for amount in (6_200_000, 6_400_000)]
room = al.fairness.offer({"tenure_months": 40}, stayed, limits=al.fairness.Limits(gap=0.05))
print(room)
print(room.text("ja"))
